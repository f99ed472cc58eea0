import {
  findModelLookup,
  mapUsageToMetrics,
  type BedrockOperation,
  type OperationStreamReader,
  type RequestReading,
  type ResponseHeaders,
  type ResponseReading,
} from '@outcrop/bedrock';
import { describeError, nameErrorKind } from '../../tracer/describe-error.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import type { InitializeResult } from './aws-sdk.ts';
import { observeInput } from './observe-input.ts';
import { observeStream, type StreamEnd } from './observe-stream.ts';
import { recordSteps } from './record-steps.ts';
import { findPartialReason } from './stream-break.ts';

/** A quarter of a megabyte is parsed in less than a millisecond. */
const largeBodyLength = 256 * 1024;

/** What of a call was being read. */
type CallPart = 'request' | 'answer' | 'stream' | 'error';

interface ResponseMetadata {
  requestId?: unknown;
  attempts?: unknown;
  totalRetryDelay?: unknown;
}

/** What the app wants recorded. */
export interface CallRecording {
  resolvesModels: boolean;
  recordsVectors: boolean;
}

/** One call of one operation, from its input to its answer or the end of its stream. No method throws. */
export class BedrockCall {
  readonly span: TraceSpan;
  readonly #operation: BedrockOperation;
  #request: RequestReading | undefined;
  #reader: OperationStreamReader | undefined;
  #headers: ResponseHeaders = {};
  readonly #recording: CallRecording;
  #opaqueModel: string | undefined;
  #readPostponed: (() => void) | undefined;
  #attempt = 0;
  #failedAttempt: { error: unknown; time: number } | undefined;

  constructor(
    operation: BedrockOperation,
    span: TraceSpan,
    { input, recording }: { input: unknown; recording: CallRecording },
  ) {
    this.#operation = operation;
    this.span = span;
    this.#recording = recording;
    const members = (input ?? {}) as Record<string, unknown>;
    this.#tryToRead(() => {
      if (hasLargeBody(members)) this.#postponeReading(members);
      else this.#readRequest(members);
    });
  }

  noteRegion(region: string): void {
    this.span.record.metadata['region'] = region;
  }

  /** The input to send in the place of the caller's: the same one, unless it holds a stream to be watched. */
  observeInput(input: unknown): unknown {
    const { inputStreamProperty } = this.#operation;
    if (!inputStreamProperty) return input;
    try {
      const members = input as Record<string, unknown>;
      const stream = observeInput(members[inputStreamProperty], (event) => this.#readInput(event));
      return stream ? { ...members, [inputStreamProperty]: stream } : input;
    } catch {
      return input;
    }
  }

  succeed({ output, response }: InitializeResult): void {
    this.#guard('answer', () => {
      this.#readPostponed?.();
      this.span.ownAttachments();
      this.#headers = readHeaders(response);
      this.#noteResponse(readMetadata(output));
      if (this.#startStream(output)) return;
      this.#finish(this.#operation.readResponse(output as Record<string, unknown>, this.#headers));
    });
  }

  fail(error: unknown): void {
    this.#guard('error', () => {
      this.#readPostponed?.();
      this.#noteResponse(readMetadata(error));
      this.span.setError(describeError(error));
      // What was sent until then.
      if (this.#reader) this.#finish(this.#reader.result(this.#headers));
      else this.span.end();
    });
  }

  /** Called for every attempt. One that follows a failed one is an event that says why and how late. */
  startAttempt(): void {
    this.#attempt += 1;
    const failed = this.#failedAttempt;
    if (!failed) return;
    this.#failedAttempt = undefined;
    const { type, message, status } = describeError(failed.error);
    this.span.addEvent({
      name: 'retry',
      time: failed.time,
      attributes: {
        attempt: this.#attempt - 1,
        error_type: type,
        error_message: message,
        ...(status !== undefined && { status }),
        delay_ms: Math.round((this.span.now() - failed.time) / 100) / 10,
      },
    });
  }

  /** The ARN in the model's place when it does not say the model; only once. */
  takeOpaqueModel(): string | undefined {
    const arn = this.#opaqueModel;
    this.#opaqueModel = undefined;
    return arn;
  }

  /** Also after the span's end: it is sent once more then. */
  noteInvokedModel(model: string): void {
    if (this.span.record.metadata['invoked_model'] === undefined)
      this.span.log({ metadata: { invoked_model: model } });
  }

  failAttempt(error: unknown): void {
    this.#failedAttempt = { error, time: this.span.now() };
  }

  /**
   * Parsing megabytes takes milliseconds: that waits until the request is on its way, or at the latest until the caller
   * hears of it.
   */
  #postponeReading(members: Record<string, unknown>): void {
    const asked = { ...members };
    this.#noteModel(asked['modelId']);
    const read = (): void => {
      if (this.#readPostponed !== read) return;
      this.#readPostponed = undefined;
      this.#tryToRead(() => this.#readRequest(asked));
    };
    this.#readPostponed = read;
    setImmediate(read);
  }

  #tryToRead(read: () => void): void {
    try {
      read();
    } catch (error) {
      // The call goes on, and its answer or error is still worth having.
      this.#noteTrouble('request', error);
    }
  }

  #readRequest(members: Record<string, unknown>): void {
    const { operation, command } = this.#operation;
    const { metadata } = this.span.record;
    metadata['provider'] = 'aws-bedrock';
    metadata['command'] = command;
    metadata['operation'] = operation;
    this.#request = this.#operation.readRequest(members);
    this.#noteModel(this.#request.model);
    this.span.logBorrowed({ input: this.#request.input, metadata: this.#request.metadata });
  }

  #noteModel(model: unknown): void {
    const { metadata } = this.span.record;
    if (typeof model !== 'string' || metadata['model'] === model) return;
    metadata['model'] = model;
    if (this.#recording.resolvesModels && findModelLookup(model)) this.#opaqueModel = model;
  }

  /** Returns false when there is no stream to wait for. */
  #startStream(output: unknown): boolean {
    const { streamProperty } = this.#operation;
    const reader = this.#getReader();
    if (!streamProperty || !reader) return false;
    const stream = (output as Record<string, unknown>)[streamProperty];
    return observeStream(stream, {
      read: (event) => this.#readEvent(reader, event),
      end: (end) => this.#guard('stream', () => this.#finishStream(reader, end)),
    });
  }

  #getReader(): OperationStreamReader | undefined {
    const request = this.#request ?? { input: undefined, metadata: {} };
    return (this.#reader ??= this.#operation.createStreamReader?.(request));
  }

  #readInput(event: unknown): void {
    try {
      this.#getReader()?.readInput?.(event);
    } catch {
      // The rest of the session is worth recording.
    }
  }

  #readEvent(reader: OperationStreamReader, event: unknown): void {
    const { metrics, startTime } = this.span.record;
    if (reader.read(event) && metrics.time_to_first_token === undefined) {
      metrics.time_to_first_token = (this.span.now() - startTime) / 1_000_000;
    }
  }

  #finishStream(reader: OperationStreamReader, end: StreamEnd): void {
    const reading = reader.result(this.#headers);
    if (end.kind === 'failed') this.span.setError(describeError(end.error));
    // An aborted HTTP/2 stream just ends, so only what Bedrock sends last tells a whole answer from a cut one.
    const isWhole =
      reading.isWhole ?? (reading.metadata['stop_reason'] !== undefined || reading.usage !== undefined);
    if (end.kind !== 'done' || !isWhole) this.#notePartial(end, reading);
    this.#finish(reading);
  }

  #notePartial(end: StreamEnd, reading: ResponseReading): void {
    const { metadata } = this.span.record;
    metadata['partial'] = true;
    metadata['partial_reason'] = findPartialReason(end, reading.output !== undefined);
  }

  #finish(reading: ResponseReading): void {
    const metrics = reading.usage ? mapUsageToMetrics(reading.usage) : {};
    if (reading.latencyMs !== undefined) metrics.latency_ms = reading.latencyMs;
    if (reading.metrics) Object.assign(metrics, reading.metrics);
    const { recordsVectors } = this.#recording;
    const output = recordsVectors ? reading.output : (reading.summary ?? reading.output);
    this.span.log({ input: reading.input, output, metadata: reading.metadata, metrics });
    if (reading.steps) recordSteps(this.span, reading.steps);
    this.span.end();
  }

  #noteResponse({ requestId, attempts, totalRetryDelay }: ResponseMetadata): void {
    const { metadata } = this.span.record;
    if (typeof requestId === 'string') metadata['request_id'] = requestId;
    if (typeof attempts === 'number') metadata['attempts'] = attempts;
    if (typeof totalRetryDelay === 'number' && totalRetryDelay > 0)
      metadata['retry_delay_ms'] = totalRetryDelay;
  }

  /** Whatever goes wrong in here is noted on the span and stays in here. */
  #guard(where: CallPart, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#noteTrouble(where, error);
      this.span.end();
    }
  }

  #noteTrouble(where: CallPart, error: unknown): void {
    this.span.record.metadata['instrumentation_error'] = `${nameErrorKind(error)} while reading the ${where}`;
  }
}

/** InvokeModel's body; the other operations' inputs are objects that need no parsing. */
function hasLargeBody({ body }: Record<string, unknown>): boolean {
  const length = typeof body === 'string' ? body.length : ArrayBuffer.isView(body) ? body.byteLength : 0;
  return length > largeBodyLength;
}

function readMetadata(value: unknown): ResponseMetadata {
  return (value as { $metadata?: ResponseMetadata } | null | undefined)?.$metadata ?? {};
}

function readHeaders(response: unknown): ResponseHeaders {
  return (response as { headers?: ResponseHeaders } | null | undefined)?.headers ?? {};
}
