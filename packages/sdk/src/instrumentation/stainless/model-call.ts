import {
  mapUsageToMetrics,
  type ModelApi,
  type OperationStreamReader,
  type ResponseHeaders,
  type ResponseReading,
} from '@outcrop/bedrock';
import { nowMicroseconds } from '../../tracer/clock.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { observeStream, type StreamEnd } from '../aws-sdk/observe-stream.ts';
import { isBedrockClient, readRegion, type ApiClient } from './api-client.ts';
import { describeApiError } from './describe-api-error.ts';

export interface ModelRequest {
  client: ApiClient;
  /** The body of the request. */
  params: unknown;
}

/** One call of one API, from its parameters to its answer or the end of its stream. No method throws. */
export class ModelCall {
  readonly span: TraceSpan;
  readonly #api: ModelApi;
  readonly #isStream: boolean;
  #headers: ResponseHeaders = {};
  #isRead = false;

  constructor(api: ModelApi, span: TraceSpan, { client, params }: ModelRequest) {
    this.#api = api;
    this.span = span;
    this.#isStream = (params as { stream?: unknown } | null | undefined)?.stream === true;
    this.#guard(() => {
      const { metadata } = span.record;
      metadata['provider'] = api.provider;
      metadata['operation'] = api.operation;
      if (isBedrockClient(client)) metadata['service'] = 'aws-bedrock';
      const region = readRegion(client);
      if (region !== undefined) metadata['region'] = region;
      const request = api.readRequest((params ?? {}) as Record<string, unknown>);
      if (request.model !== undefined) metadata['model'] = request.model;
      span.log({ input: request.input, metadata: request.metadata });
    });
  }

  /** The response has come; its body has not been read. */
  respond(response: Response): void {
    this.#guard(() => {
      this.#headers = Object.fromEntries(response.headers);
      this.#noteRequestId(response.headers);
    });
  }

  /** One more attempt is about to be made. */
  retry(reason: string): void {
    this.#guard(() => {
      const { metadata } = this.span.record;
      const attempts = Number(metadata['attempts'] ?? 1) + 1;
      metadata['attempts'] = attempts;
      this.span.addEvent({
        name: 'retry',
        time: nowMicroseconds(),
        attributes: { attempt: attempts, reason },
      });
    });
  }

  /** The body has been parsed: into the answer, or a stream of it. */
  succeed(data: unknown): void {
    this.#guard(() => {
      if (this.#isRead) return;
      this.#isRead = true;
      if (this.#isStream && this.#observeStream(data)) return;
      const body = (data ?? {}) as Record<string, unknown>;
      this.#finish(
        typeof data === 'object'
          ? this.#api.readResponse(body, this.#headers)
          : { output: data, metadata: {} },
      );
    });
  }

  /** The caller had the raw response's text, which is the answer's JSON. */
  succeedWithText(text: string): void {
    let body: unknown = text;
    try {
      body = JSON.parse(text);
    } catch {
      // Kept as text.
    }
    this.succeed(body);
  }

  /** The caller took the raw response. Returns false when what is in it cannot be watched. */
  takeRaw(): boolean {
    this.span.record.metadata['raw_response'] = true;
    if (this.#isStream) this.span.end();
    return !this.#isStream;
  }

  fail(error: unknown): void {
    this.#guard(() => {
      const { headers } = error as { headers?: unknown };
      if (headers instanceof Headers) this.#noteRequestId(headers);
      this.span.setError(describeApiError(error));
      this.span.end();
    });
  }

  /** Nobody can read the answer any more. */
  leave(): void {
    if (this.#isRead || this.span.record.endTime !== null) return;
    this.span.record.metadata['partial'] = true;
    this.span.end();
  }

  #observeStream(stream: unknown): boolean {
    const reader = this.#api.createStreamReader();
    return observeStream(stream, {
      read: (event) => this.#readEvent(reader, event),
      end: (end) => this.#guard(() => this.#finishStream(reader, end)),
    });
  }

  #readEvent(reader: OperationStreamReader, event: unknown): void {
    const { metrics, startTime } = this.span.record;
    if (reader.read(event) && metrics.time_to_first_token === undefined)
      metrics.time_to_first_token = (nowMicroseconds() - startTime) / 1_000_000;
  }

  #finishStream(reader: OperationStreamReader, end: StreamEnd): void {
    const reading = reader.result(this.#headers);
    if (end.kind === 'failed') this.span.setError(describeApiError(end.error));
    // An aborted stream just ends, so only the reason to stop tells a whole answer from a cut one.
    if (end.kind !== 'done' || reading.metadata['stop_reason'] === undefined)
      this.span.record.metadata['partial'] = true;
    this.#finish(reading);
  }

  #finish(reading: ResponseReading): void {
    const metrics = reading.usage ? mapUsageToMetrics(reading.usage) : {};
    if (reading.latencyMs !== undefined) metrics.latency_ms = reading.latencyMs;
    this.span.log({ output: reading.output, metadata: reading.metadata, metrics });
    this.span.end();
  }

  #noteRequestId(headers: Headers): void {
    const names = ['x-amzn-requestid', 'request-id', 'x-request-id'];
    const id = names.map((name) => headers.get(name)).find((value) => value);
    if (id) this.span.record.metadata['request_id'] = id;
  }

  /** Whatever goes wrong in here is noted on the span and stays in here. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.span.record.metadata['instrumentation_error'] = String(error);
      this.span.end();
    }
  }
}
