import type { ModelApi, OperationStreamReader, ResponseHeaders, ResponseReading } from '@outcrop/bedrock';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { CallRecord } from '../model-call/call-record.ts';
import { observeStream, type StreamEnd, type StreamObserver } from '../model-call/observe-stream.ts';
import { findPartialReason, type PartialReason } from '../model-call/stream-break.ts';
import { isBedrockClient, readRegion, type ApiClient } from './api-client.ts';
import { describeApiError } from './describe-api-error.ts';

export interface ApiRequest {
  client: ApiClient;
  /** The body of the request. */
  params: unknown;
}

/** One call of one API, from its parameters to its answer or the end of its stream. No method throws. */
export class ApiCall {
  readonly #record: CallRecord;
  readonly #api: ModelApi;
  readonly isStream: boolean;
  #headers: ResponseHeaders = {};
  #isRead = false;
  #isTaken = false;

  constructor(api: ModelApi, span: TraceSpan, { client, params }: ApiRequest) {
    this.#api = api;
    this.#record = new CallRecord(span);
    this.isStream = (params as { stream?: unknown } | null | undefined)?.stream === true;
    this.#record.guard('request', () => {
      this.#record.note({ provider: api.provider, operation: api.operation });
      if (isBedrockClient(client)) this.#record.note({ service: 'aws-bedrock' });
      const region = readRegion(client);
      if (region !== undefined) this.#record.note({ region });
      const request = api.readRequest((params ?? {}) as Record<string, unknown>);
      if (request.model !== undefined) this.#record.note({ model: request.model });
      span.log({ input: request.input, metadata: request.metadata });
    });
  }

  /** The response has come; its body has not been read. */
  respond(response: Response): void {
    this.#record.guard('response', () => {
      this.#headers = Object.fromEntries(response.headers);
      this.#noteRequest(response.headers);
    });
  }

  get span(): TraceSpan {
    return this.#record.span;
  }

  get isOpen(): boolean {
    return this.#record.isOpen;
  }

  /** An attempt has failed and another will follow. */
  failAttempt(errorType: string): void {
    this.#record.failAttempt(() => ({ error_type: errorType }));
  }

  /** Called for every attempt but, with some versions of the clients, the first. */
  startAttempt(): void {
    this.#record.startAttempt();
  }

  /** The body has been parsed: into the answer, or a stream of it. */
  succeed(data: unknown): void {
    this.#record.guard('answer', () => {
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
    this.#record.note({ raw_response: true });
    this.#record.end();
  }

  fail(error: unknown): void {
    this.#record.guard('error', () => {
      const { headers } = (error ?? {}) as { headers?: unknown };
      this.#noteRequest(headers instanceof Headers ? headers : undefined);
      this.span.setError(describeApiError(error));
      this.#record.end();
    });
  }

  /** The promise of the answer is thrown away. */
  leave(): void {
    if (!this.#isTaken && !this.#isRead) this.end('never_read');
  }

  /** The answer, or what is left of it, will not be read. */
  end(reason: PartialReason): void {
    if (!this.isOpen) return;
    this.#record.notePartial(reason);
    this.#record.end();
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
        read: (event) => this.#record.readEvent(reader, event),
        end: (end) => this.#record.guard('stream', () => this.#finishStream(reader, end, signal?.aborted)),
      }
    );
  }

  #finishStream(reader: OperationStreamReader, end: StreamEnd, isAborted = false): void {
    const reading = reader.result(this.#headers);
    if (end.kind === 'failed') this.span.setError(describeApiError(end.error));
    // An aborted stream just ends, so only the reason to stop tells a whole answer from a cut one.
    if (end.kind !== 'done' || reading.metadata['stop_reason'] === undefined)
      this.#record.notePartial(findBreak(end, { hasContent: reading.output !== undefined, isAborted }));
    this.#finish(reading);
  }

  #finish(reading: ResponseReading): void {
    this.#record.logReading(reading);
    this.#record.end();
  }

  #noteRequest(headers: Headers | undefined): void {
    this.#record.note({ attempts: this.#record.attempts });
    const names = ['x-amzn-requestid', 'request-id', 'x-request-id'];
    const id = names.map((name) => headers?.get(name)).find((value) => value);
    if (id) this.#record.note({ request_id: id });
  }
}

/** Unlike the AWS SDK's, a stream of these clients just ends when it is aborted. */
function findBreak(
  end: StreamEnd,
  { hasContent, isAborted }: { hasContent: boolean; isAborted: boolean },
): PartialReason {
  if (end.kind === 'done' && isAborted) return 'aborted';
  return findPartialReason(end, { hasContent, isServiceError: isApiError });
}

function isApiError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && 'headers' in error;
}
