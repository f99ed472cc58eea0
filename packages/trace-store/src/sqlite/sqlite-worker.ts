import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { mapStoreError, migrateDatabase, openDatabase, watchFile } from '@outcrop/sqlite';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { commitTogether } from './group-commit.ts';
import { listMemory, unpackSpans, type SpanBatch } from './span-batch.ts';
import { createSpanWriter } from './span-writer.ts';
import { migrations } from './sql/migrations.ts';
import type { WriterOptions, WriterReply, WriterRequest } from './writer-protocol.ts';

// The thread that owns the only connection that writes. Its own file, for a bundler to list as an entry.

if (!parentPort)
  throw new Error('[outcrop] sqlite-worker is a thread of the trace store: it cannot be run alone.');
startWriter(parentPort, workerData as WriterOptions);

function startWriter(port: MessagePort, options: WriterOptions): void {
  const reply: Service['reply'] = (id, { error, deleted, batch } = {}) => {
    if (error === undefined) return port.postMessage({ id, deleted } satisfies WriterReply);
    const { code, message } = mapStoreError(error, options.path);
    const failed = { id, error: { code, message }, batch } satisfies WriterReply;
    return port.postMessage(failed, batch ? listMemory(batch) : []);
  };
  try {
    serve(port, { options, reply });
    reply(0);
  } catch (error) {
    reply(0, { error });
    port.close();
  }
}

interface Service {
  options: WriterOptions;
  reply: (id: number, outcome?: { error?: unknown; deleted?: number; batch?: SpanBatch }) => void;
}

function serve(port: MessagePort, { options, reply }: Service): void {
  const database = openDatabase(options);
  migrateDatabase(database, { path: options.path, migrations });
  const writer = createSpanWriter(database);
  const checkFile = watchFile(options.path);
  const commit = (requests: readonly WriterRequest[]): void => {
    const deleted = new Map<number, number>();
    const jobs = requests.map((request) => () => {
      if (request.type !== 'close') checkFile();
      if (request.type === 'write') writer.write(unpackSpans(request.batch));
      if (request.type === 'delete') deleted.set(request.id, writer.deleteTraces(request.traces));
      if (request.type === 'forget') writer.forgetAttachments(request.sha256s);
      if (request.type === 'check') writer.touch();
    });
    const errors = commitTogether(database, jobs);
    const isClosing = requests.some((request) => request.type === 'close');
    if (isClosing) closeDatabase(database);
    for (const [index, request] of requests.entries()) {
      const batch = request.type === 'write' ? request.batch : undefined;
      reply(request.id, { error: errors[index], deleted: deleted.get(request.id), batch });
    }
    if (isClosing) port.close();
  };
  const gather = createGathering(commit);
  port.on('message', (first: WriterRequest) => gather([first, ...takeWaiting(port)]));
}

/** Collects requests that may wait, and runs all of them as soon as the time of one is up or one comes that may not. */
function createGathering(
  run: (requests: readonly WriterRequest[]) => void,
): (requests: readonly WriterRequest[]) => void {
  let gathered: WriterRequest[] = [];
  let timer: NodeJS.Timeout | undefined;
  let runAt = Infinity;
  const runGathered = (): void => {
    const requests = gathered;
    clearTimeout(timer);
    gathered = [];
    runAt = Infinity;
    run(requests);
  };
  return (requests) => {
    gathered.push(...requests);
    const withinMs = Math.min(
      ...requests.map((request) => (request.type === 'write' ? request.withinMs : 0)),
    );
    if (withinMs <= 0) return runGathered();
    const time = performance.now() + withinMs;
    if (time >= runAt) return;
    runAt = time;
    clearTimeout(timer);
    timer = setTimeout(runGathered, withinMs);
  };
}

/** Moves the log into the file: the reader's connection would keep SQLite from doing so by itself. */
function closeDatabase(database: SqliteDatabase): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // What the log holds is as safe as what the file holds.
  }
  database.close();
}

/** What arrived while the last transaction was under way joins the next one. */
function takeWaiting(port: MessagePort): WriterRequest[] {
  const waiting: WriterRequest[] = [];
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
    waiting.push(next.message as WriterRequest);
  }
  return waiting;
}
