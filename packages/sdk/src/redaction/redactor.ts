import { keepRecordable } from '@outcrop/bedrock';
import type { JsonObject, JsonValue, SpanError, SpanEvent } from '@outcrop/protocol';
import { reportOnce } from '../report.ts';
import { nameErrorKind } from '../tracer/describe-error.ts';
import { takeSnapshot, type Snapshot } from '../tracer/snapshot.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import { markAttachments, takeMarked } from './mask-attachments.ts';
import type { Mask, MaskedField } from './mask.ts';

export interface RedactorOptions {
  mask: Mask | undefined;
  recordInput: boolean;
  recordOutput: boolean;
}

const nothing: Snapshot = { value: undefined, byteLength: 0, attachments: undefined };

/** Takes out of a span what must not be recorded, before anything else sees it. Nothing here throws. */
export class Redactor {
  readonly #options: RedactorOptions;
  readonly #isForCalls: boolean;
  #forCalls: Redactor | undefined;
  #withoutContent: Redactor | undefined;

  constructor(options: RedactorOptions, isForCalls = false) {
    this.#options = options;
    this.#isForCalls = isForCalls;
  }

  /** For instrumented calls, whose metadata holds content beside facts. The app chooses that of its own spans itself. */
  get forCalls(): Redactor {
    return (this.#forCalls ??= new Redactor(this.#options, true));
  }

  get recordsOutput(): boolean {
    return this.#options.recordOutput;
  }

  /** For a call whose content is not recorded at all. */
  get withoutContent(): Redactor {
    return (this.#withoutContent ??= new Redactor(
      { ...this.#options, recordInput: false, recordOutput: false },
      true,
    ));
  }

  /** Copies a value as far as it may be recorded; its `value` is undefined when nothing of it may. */
  takeSnapshot(value: unknown, where: MaskedField, record: SpanRecord): Snapshot {
    const { mask, recordInput, recordOutput } = this.#options;
    if ((where === 'input' && !recordInput) || (where === 'output' && !recordOutput)) {
      // So that a reader can tell it from a call that had none.
      if (value !== undefined) record.metadata[`${where}_left_out`] = true;
      return nothing;
    }
    const snapshot = takeSnapshot(where === 'metadata' ? this.#dropContent(value) : value);
    if (!mask || snapshot.value === undefined) return snapshot;
    const masked = applyMask(mask, snapshot, { where, record });
    return where === 'metadata' && !isObject(masked.value) ? nothing : masked;
  }

  redactError(error: SpanError, record: SpanRecord): SpanError {
    const { mask } = this.#options;
    if (!mask) return error;
    const { value } = applyMask(mask, takeSnapshot(error), { where: 'error', record });
    const { type, status, retryable } = error;
    const dropped = { type, message: '[masked]', status, retryable };
    if (typeof value === 'string') return { ...dropped, message: value };
    return isObject(value) && typeof value['message'] === 'string' ? { ...dropped, ...value } : dropped;
  }

  redactEvent(event: SpanEvent, record: SpanRecord): SpanEvent {
    const { mask } = this.#options;
    if (!mask) return event;
    const { value } = applyMask(mask, takeSnapshot(event.attributes), { where: 'event', record });
    return { ...event, attributes: isObject(value) ? value : {} };
  }

  #dropContent(metadata: unknown): unknown {
    return this.#isForCalls ? keepRecordable(metadata as Record<string, unknown>, this.#options) : metadata;
  }
}

/** Undefined when nothing is to be redacted: then nothing of this runs. */
export function createRedactor(options: RedactorOptions): Redactor | undefined {
  const { mask, recordInput, recordOutput } = options;
  return mask || !recordInput || !recordOutput ? new Redactor(options) : undefined;
}

/** For a span that is told later not to keep its content. */
export const recordEverything = new Redactor({ mask: undefined, recordInput: true, recordOutput: true });

interface MaskedPlace {
  where: MaskedField;
  record: SpanRecord;
}

function applyMask(mask: Mask, snapshot: Snapshot, { where, record }: MaskedPlace): Snapshot {
  const marked = markAttachments(snapshot.attachments);
  const { traceId, spanId, name, type } = record;
  try {
    const masked = mask(snapshot.value as JsonValue, { where, span: { traceId, spanId, name, type } });
    if (isThenable(masked)) throw new TypeError('a mask cannot be asynchronous');
    const kept = takeSnapshot(masked);
    return { ...kept, attachments: [...takeMarked(kept.value, marked), ...(kept.attachments ?? [])] };
  } catch (error) {
    noteFailure(error, { where, record });
    return nothing;
  }
}

/** Names the kind of error only: its message may quote what was to be masked. */
function noteFailure(error: unknown, { where, record }: MaskedPlace): void {
  const kind = nameErrorKind(error);
  record.metadata['mask_error'] = `mask threw a ${kind} for ${where}, which is dropped`;
  reportOnce(
    `the mask threw a ${kind} for the ${where} of a span, which is dropped: it has to return the value to record and not a promise.`,
  );
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
