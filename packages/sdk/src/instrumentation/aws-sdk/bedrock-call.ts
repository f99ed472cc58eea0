import {
  findModelLookup,
  type BedrockOperation,
  type OperationStreamReader,
  type RequestReading,
  type ResponseHeaders,
  type ResponseReading,
} from '@outcrop/bedrock';
import { describeError } from '../../tracer/describe-error.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { CallRecord, type AttemptFailure } from '../model-call/call-record.ts';
import { observeStream, type StreamEnd } from '../model-call/observe-stream.ts';
import { findPartialReason } from '../model-call/stream-break.ts';
import type { InitializeResult } from './aws-sdk.ts';
import { observeInput } from './observe-input.ts';
import { recordSteps } from './record-steps.ts';

/** A quarter of a megabyte is parsed in less than a millisecond. */
const largeBodyLength = 256 * 1024;

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
  readonly #record: CallRecord;
  readonly #operation: BedrockOperation;
  #request: RequestReading | undefined;
  #reader: OperationStreamReader | undefined;
  #headers: ResponseHeaders = {};
  readonly #recording: CallRecording;
  #opaqueModel: string | undefined;
  #readPostponed: (() => void) | undefined;

  constructor(
    operation: BedrockOperation,
    span: TraceSpan,
    { input, recording }: { input: unknown; recording: CallRecording },
  ) {
    this.#operation = operation;
    this.#record = new CallRecord(span);
    this.#recording = recording;
    const members = (input ?? {}) as Record<string, unknown>;
    this.#tryToRead(() => {
      if (hasLargeBody(members)) this.#postponeReading(members);
      else this.#readRequest(members);
    });
  }

  noteRegion(region: string): void {
    this.#record.note({ region });
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
    this.#record.guard('answer', () => {
      this.#readPostponed?.();
      this.#record.span.ownAttachments();
      this.#headers = readHeaders(response);
      this.#noteResponse(readMetadata(output));
      if (this.#startStream(output)) return;
      this.#finish(this.#operation.readResponse(output as Record<string, unknown>, this.#headers));
    });
  }

  fail(error: unknown): void {
    this.#record.guard('error', () => {
      this.#readPostponed?.();
      this.#noteResponse(readMetadata(error));
      this.#record.span.setError(describeError(error));
      // What was sent until then.
      if (this.#reader) this.#finish(this.#reader.result(this.#headers));
      else this.#record.end();
    });
  }

  /** Called for every attempt. */
  startAttempt(): void {
    this.#record.startAttempt();
  }

  failAttempt(error: unknown): void {
    this.#record.failAttempt(() => describeFailure(error));
  }

  /** The ARN in the model's place when it does not say the model; only once. */
  takeOpaqueModel(): string | undefined {
    const arn = this.#opaqueModel;
    this.#opaqueModel = undefined;
    return arn;
  }

  /** Also after the span's end: it is sent once more then. */
  noteInvokedModel(model: string): void {
    const { span } = this.#record;
    if (span.record.metadata['invoked_model'] === undefined) span.log({ metadata: { invoked_model: model } });
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
      this.#record.noteTrouble('request', error);
    }
  }

  #readRequest(members: Record<string, unknown>): void {
    const { operation, command } = this.#operation;
    this.#record.note({ provider: 'aws-bedrock', command, operation });
    this.#request = this.#operation.readRequest(members);
    this.#noteModel(this.#request.model);
    this.#record.span.logBorrowed({ input: this.#request.input, metadata: this.#request.metadata });
  }

  #noteModel(model: unknown): void {
    if (typeof model !== 'string' || this.#record.span.record.metadata['model'] === model) return;
    this.#record.note({ model });
    if (this.#recording.resolvesModels && findModelLookup(model)) this.#opaqueModel = model;
  }

  /** Returns false when there is no stream to wait for. */
  #startStream(output: unknown): boolean {
    const { streamProperty } = this.#operation;
    const reader = this.#getReader();
    if (!streamProperty || !reader) return false;
    const stream = (output as Record<string, unknown>)[streamProperty];
    return observeStream(stream, {
      read: (event) => this.#record.readEvent(reader, event),
      end: (end) => this.#record.guard('stream', () => this.#finishStream(reader, end)),
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

  #finishStream(reader: OperationStreamReader, end: StreamEnd): void {
    const reading = reader.result(this.#headers);
    if (end.kind === 'failed') this.#record.span.setError(describeError(end.error));
    // An aborted HTTP/2 stream just ends, so only what Bedrock sends last tells a whole answer from a cut one.
    const isWhole =
      reading.isWhole ?? (reading.metadata['stop_reason'] !== undefined || reading.usage !== undefined);
    if (end.kind !== 'done' || !isWhole)
      this.#record.notePartial(
        findPartialReason(end, { hasContent: reading.output !== undefined, isServiceError: hasFault }),
      );
    this.#finish(reading);
  }

  #finish(reading: ResponseReading): void {
    const output = this.#recording.recordsVectors ? reading.output : (reading.summary ?? reading.output);
    this.#record.logReading({ ...reading, output });
    if (reading.steps) recordSteps(this.#record.span, reading.steps);
    this.#record.end();
  }

  #noteResponse({ requestId, attempts, totalRetryDelay }: ResponseMetadata): void {
    if (typeof requestId === 'string') this.#record.note({ request_id: requestId });
    if (typeof attempts === 'number') this.#record.note({ attempts });
    if (typeof totalRetryDelay === 'number' && totalRetryDelay > 0)
      this.#record.note({ retry_delay_ms: totalRetryDelay });
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

function describeFailure(thrown: unknown): AttemptFailure {
  const { type, message, status } = describeError(thrown);
  return { error_type: type, error_message: message, ...(status !== undefined && { status }) };
}

/** Bedrock's own exceptions have a `$fault`; what a socket throws has none. */
function hasFault(error: unknown): boolean {
  return (error as { $fault?: unknown } | null | undefined)?.$fault !== undefined;
}
