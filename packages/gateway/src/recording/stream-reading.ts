import { findStringHeader, type EventStreamMessage, type OperationStreamReader } from '@outcrop/bedrock';
import { readStreamException } from '../translate/errors/read-upstream-error.ts';
import { isRecord } from '../translate/conversation/parse-field.ts';
import type { CallAnswer } from './call-answer.ts';
import { readJson } from './read-json.ts';

/** Reads an answer in Bedrock's event-stream framing message by message. */
export class StreamReading {
  readonly #reader: OperationStreamReader;
  #firstContentMs: number | undefined;
  #exception: EventStreamMessage | undefined;

  constructor(reader: OperationStreamReader) {
    this.#reader = reader;
  }

  /** `payload` is the parsed body, `elapsedMs` when it came. Keeps no reference to the payload. */
  add(message: EventStreamMessage, payload: unknown, elapsedMs: number | undefined): void {
    const event = buildEvent(message, payload);
    if (!event) this.#exception ??= message;
    else if (this.#reader.read(event)) this.#firstContentMs ??= elapsedMs;
  }

  /** What was read so far. `isCut`: more was on its way. */
  finish(headers: Readonly<Record<string, string>>, isCut: boolean): CallAnswer {
    const reading = this.#reader.result(headers);
    return {
      reading,
      ...(this.#firstContentMs !== undefined && { firstContentMs: this.#firstContentMs }),
      ...(this.#exception && { exception: readException(this.#exception, headers) }),
      isBroken: isCut || !isWhole(reading),
    };
  }
}

/** As a client library of AWS gives it; undefined for an exception. */
export function buildEvent(
  message: EventStreamMessage,
  payload: unknown,
): Record<string, unknown> | undefined {
  const type = findStringHeader(message, ':event-type');
  if (type === undefined) return undefined;
  const fields = payload ?? {};
  if (!isRecord(fields) || typeof fields.bytes !== 'string') return { [type]: fields };
  return { [type]: { bytes: Buffer.from(fields.bytes, 'base64') } };
}

function readException(message: EventStreamMessage, headers: Readonly<Record<string, string>>) {
  const name =
    findStringHeader(message, ':exception-type') ??
    findStringHeader(message, ':error-code') ??
    'internalServerException';
  return readStreamException(name, readJson(message.body), headers['x-amzn-requestid']);
}

function isWhole({ isWhole: said, metadata, usage }: CallAnswer['reading']): boolean {
  return said ?? (metadata['stop_reason'] !== undefined || usage !== undefined);
}
