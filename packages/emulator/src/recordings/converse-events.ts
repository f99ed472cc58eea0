import { asObject, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { encodeEvent } from '../stream/frame.ts';
import type { RecordingFormat } from './recording-file.ts';

const eventNames = new Set([
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
]);

/** ConverseStream's events, one JSON object a line: they serve any model, in order. */
export const converseEvents: RecordingFormat = {
  name: 'converse-events',
  isMatch: ({ text }) => {
    const events = readLines(text);
    return events.length > 0 && events.every((event) => eventNames.has(Object.keys(event)[0] ?? ''));
  },
  parse: (file) => [
    {
      file: file.path,
      method: 'POST',
      path: '',
      operation: 'ConverseStream',
      status: 200,
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      body: Buffer.concat(readLines(file.text).flatMap(encodeLine)),
    },
  ],
};

function encodeLine(event: JsonObject): Uint8Array[] {
  return Object.entries(event).map(
    ([type, payload]) => encodeEvent({ type, payload: asObject(payload), tokens: 1 }).bytes,
  );
}

function readLines(text: string): JsonObject[] {
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown)
      .filter(isJsonObject);
  } catch {
    return [];
  }
}
