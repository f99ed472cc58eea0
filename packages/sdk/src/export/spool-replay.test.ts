import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { initLogger } from '../index.ts';
import { buildSettings } from '../settings.ts';
import { ExportCounts } from './export-counts.ts';
import type { SpanCodec } from './span-codec.ts';
import { SpoolReplay } from './spool-replay.ts';

let folder: string;
let counts: ExportCounts;
const lines: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'outcrop-spool-'));
  counts = new ExportCounts();
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Of spans that are their own line; one of them cannot be encoded. */
const codec = {
  toLine(item: string) {
    if (item === 'broken') throw new TypeError('no such line');
    return item;
  },
  fromLine: (line: string) => line,
} as SpanCodec<string>;

function createReplay(directory: string): SpoolReplay<string> {
  return new SpoolReplay({ directory, settings: buildSettings({}), codec, counts });
}

/** A file where a directory should be: nobody can write there, not even root. */
function occupy(): string {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, '');
  return file;
}

describe('a disk that cannot be used', () => {
  test('takes nothing, counts nothing, and is said once', () => {
    const file = occupy();
    const replay = createReplay(file);
    expect([replay.keep(['a']), replay.keep(['b'])]).toEqual([false, false]);
    expect(counts.toStatus(0)).toMatchObject({ spooled: 0, dropped: 0 });
    expect(lines).toEqual([expect.stringMatching(/spoolDirectory .*a-file.* cannot be used \(ENOTDIR/)]);
    expect(lines[0]).toContain(file);
  });

  test('has nothing to send, and is not asked again until something was kept', () => {
    const replay = createReplay(occupy());
    expect(replay.next()).toBeUndefined();
    expect(replay.isWaiting).toBe(false);
    replay.releaseClaims();
  });

  test('loses no span that memory can hold, and says what the end of the process loses', async () => {
    const logger = initLogger({
      apiKey: 'k',
      apiUrl: 'http://127.0.0.1:9',
      setCurrent: false,
      maxQueueBytes: 1_000_000,
      flushIntervalMs: 10,
      spoolDirectory: occupy(),
    });
    // More than half of the memory, from where on spans go to the disk.
    for (let index = 0; index < 8; index += 1)
      logger.startSpan('work', { event: { input: 'x'.repeat(100_000) } }).end();
    await vi.waitFor(() => expect(lines.join()).toContain('cannot be used'));
    expect(logger.getStatus()).toMatchObject({ queued: 8, spooled: 0, dropped: 0 });
    logger.finishAtOnce(0);
    expect(logger.getStatus()).toMatchObject({ queued: 0, droppedByReason: { process_end: 8 } });
    expect(lines.at(-1)).toContain('8 spans could not be sent');
  });
});

test('a span that cannot be encoded costs itself alone', () => {
  const replay = createReplay(folder);
  expect(replay.keep(['a', 'broken', 'b'])).toBe(true);
  expect(counts.spooled).toBe(2);
  expect(lines).toEqual([expect.stringContaining('could not be encoded and is dropped')]);
  expect(replay.next()?.items).toEqual(['a', 'b']);
});
