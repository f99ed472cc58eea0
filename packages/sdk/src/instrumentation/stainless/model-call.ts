import {
  mapUsageToMetrics,
  type ModelApi,
  type OperationStreamReader,
  type ResponseHeaders,
  type ResponseReading,
} from '@outcrop/bedrock';
import { nameErrorKind } from '../../tracer/describe-error.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { observeStream, type StreamEnd, type StreamObserver } from '../aws-sdk/observe-stream.ts';
import { findPartialReason, type PartialReason } from '../aws-sdk/stream-break.ts';
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
  readonly isStream: boolean;
  #headers: ResponseHeaders = {};
  #isRead = false;
  #isTaken = false;
  #attempts = 1;
  #failedAttempt: { errorType: string; time: number } | undefined;

  constructor(api: ModelApi, span: TraceSpan, { client, params }: ModelRequest) {
    this.#api = api;
    this.span = span;
    this.isStream = (params as { stream?: unknown } | null | undefined)?.stream === true;
    this.#guard('request', () => {
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
    this.#guard('response', () => {
      this.#headers = Object.fromEntries(response.headers);
      this.#noteRequest(response.headers);
    });
  }

  /** An attempt has failed and another will follow. */
  failAttempt(errorType: string): void {
    this.#failedAttempt = { errorType, time: this.span.now() };
  }

  /** Called for every attempt but, with some versions of the clients, the first. */
  startAttempt(): void {
    const failed = this.#failedAttempt;
    if (!failed) return;
    this.#failedAttempt = undefined;
    const delayMs = (this.span.now() - failed.time) / 1000;
    this.span.addEvent({
      name: 'retry',
      time: failed.time,
      attributes: {
        attempt: this.#attempts,
        error_type: failed.errorType,
        delay_ms: Math.round(delayMs * 10) / 10,
      },
    });
    this.#attempts += 1;
  }

  /** The body has been parsed: into the answer, or a stream of it. */
  succeed(data: unknown): void {
    this.#guard('answer', () => {
      if (this.#isRead) return;
      this.#isRead = true;
      if (this.isStream && this.#observeStream(data)) return;
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

  /** The caller took the raw response: from here on its body tells how the call goes. */
  takeRaw(): void {
    this.#isTaken = true;
  }

  /** Takes the events of a stream from its raw response; undefined when they are read already. */
  takeEvents(): StreamObserver | undefined {
    if (this.#isRead) return undefined;
    this.#isRead = true;
    return this.#createStreamObserver();
  }

  /** The caller reads the raw response where nobody can watch. */
  loseRaw(): void {
    if (!this.isOpen) return;
    this.span.record.metadata['raw_response'] = true;
    this.span.end();
  }

  get isOpen(): boolean {
    return this.span.record.endTime === null;
  }

  fail(error: unknown): void {
    this.#guard('error', () => {
      const { headers } = (error ?? {}) as { headers?: unknown };
      this.#noteRequest(headers instanceof Headers ? headers : undefined);
      this.span.setError(describeApiError(error));
      this.span.end();
    });
  }

  /** The promise of the answer is thrown away. */
  leave(): void {
    if (!this.#isTaken && !this.#isRead) this.end('never_read');
  }

  /** The answer, or what is left of it, will not be read. */
  end(reason: PartialReason): void {
    if (!this.isOpen) return;
    this.#notePartial(reason);
    this.span.end();
  }

  #observeStream(stream: unknown): boolean {
    // Not the stream itself: while anything here holds it, nobody could tell that it was thrown away.
    const { signal } = (stream as { controller?: AbortController }).controller ?? {};
    const observer = this.#createStreamObserver(signal);
    return observer !== undefined && observeStream(stream, observer);
  }

  #createStreamObserver(signal?: AbortSignal): StreamObserver | undefined {
    const reader = this.#api.createStreamReader?.();
    return (
      reader && {
        read: (event) => this.#readEvent(reader, event),
        end: (end) => this.#guard('stream', () => this.#finishStream(reader, end, signal?.aborted)),
      }
    );
  }

  #readEvent(reader: OperationStreamReader, event: unknown): void {
    const { metrics, startTime } = this.span.record;
    if (reader.read(event) && metrics.time_to_first_token === undefined)
      metrics.time_to_first_token = (this.span.now() - startTime) / 1_000_000;
  }

  #finishStream(reader: OperationStreamReader, end: StreamEnd, isAborted = false): void {
    const reading = reader.result(this.#headers);
    if (end.kind === 'failed') this.span.setError(describeApiError(end.error));
    // An aborted stream just ends, so only the reason to stop tells a whole answer from a cut one.
    if (end.kind !== 'done' || reading.metadata['stop_reason'] === undefined)
      this.#notePartial(findBreak(end, { hasContent: reading.output !== undefined, isAborted }));
    this.#finish(reading);
  }

  #notePartial(reason: PartialReason): void {
    const { metadata } = this.span.record;
    metadata['partial'] = true;
    metadata['partial_reason'] = reason;
  }

  #finish(reading: ResponseReading): void {
    const metrics = reading.usage ? mapUsageToMetrics(reading.usage) : {};
    if (reading.latencyMs !== undefined) metrics.latency_ms = reading.latencyMs;
    if (reading.metrics) Object.assign(metrics, reading.metrics);
    this.span.log({ output: reading.output, metadata: reading.metadata, metrics });
    this.span.end();
  }

  #noteRequest(headers: Headers | undefined): void {
    const { metadata } = this.span.record;
    metadata['attempts'] = this.#attempts;
    const names = ['x-amzn-requestid', 'request-id', 'x-request-id'];
    const id = names.map((name) => headers?.get(name)).find((value) => value);
    if (id) metadata['request_id'] = id;
  }

  /** Whatever goes wrong in here is noted on the span and stays in here. */
  #guard(where: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.span.record.metadata['instrumentation_error'] =
        `${nameErrorKind(error)} while reading the ${where}`;
      this.span.end();
    }
  }
}

/** Unlike the AWS SDK's, a stream of these clients just ends when it is aborted, and its own errors have no `$fault`. */
function findBreak(
  end: StreamEnd,
  { hasContent, isAborted }: { hasContent: boolean; isAborted: boolean },
): PartialReason {
  if (end.kind === 'done' && isAborted) return 'aborted';
  if (end.kind === 'failed' && isApiError(end.error)) return 'failed';
  return findPartialReason(end, hasContent);
}

function isApiError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && 'headers' in error;
}
