import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { converseAnswer } from './converse-answer.ts';
import { converseEvents } from './converse-events.ts';
import { har } from './har.ts';
import { nock } from './nock.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import { readRecordingFile } from './recording-file.ts';
import type { RecordingFormat } from './recording-file.ts';
import { requestResponseJson } from './request-response-json.ts';
import { vcrYaml } from './vcr-yaml.ts';

const formats: readonly RecordingFormat[] = [
  har,
  nock,
  requestResponseJson,
  converseAnswer,
  converseEvents,
  vcrYaml,
];

/** A path without recordings, or a recording that cannot be read; `message` names the file. */
export class RecordingError extends Error {
  override name = 'RecordingError';
}

/**
 * Reads the recorded exchanges of a file or, files in order of name, of a directory and those in it. In a directory,
 * files of no known format are passed over. Throws a RecordingError when nothing is found or a recording is damaged.
 */
export function readRecordings(path: string): RecordedExchange[] {
  const exchanges = listFiles(path).flatMap(readExchanges);
  if (exchanges.length > 0) return exchanges;
  throw new RecordingError(
    `${path} holds no recorded exchanges. Known formats: ${formats.map((format) => format.name).join(', ')}.`,
  );
}

function readExchanges(path: string): RecordedExchange[] {
  const file = readRecordingFile(path);
  const format = formats.find((candidate) => candidate.isMatch(file));
  try {
    return format?.parse(file) ?? [];
  } catch (error) {
    throw new RecordingError(`${path} cannot be read as ${format?.name}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function listFiles(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new RecordingError(`${path} does not exist: give a file or a directory of recordings.`);
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}
