import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OutcropError } from '@outcrop/protocol';
import type { DeleteTracesOptions } from '../trace-store.ts';
import type { SpanBatch } from './span-batch.ts';
import type { WriterOptions, WriterReply, WriterRequest } from './writer-protocol.ts';

/** The writer's end in the store's thread. Every promise settles, also when the thread dies. */
export interface WriterThread {
  /** Begins within the time, at once unless given. */
  write(batch: SpanBatch, withinMs?: number): Promise<void>;
  /** As many as one transaction takes; resolves to how many, 0 when none is left. */
  deleteSome(traces: DeleteTracesOptions): Promise<number>;
  forgetAttachments(sha256s: readonly string[]): Promise<void>;
  check(): Promise<void>;
  /** After everything asked before. */
  close(): Promise<void>;
}

export interface StartWriterThreadOptions extends WriterOptions {
  /** The file of `@outcrop/trace-store/sqlite-worker`; by default it lies beside this one. */
  workerUrl?: URL;
  /** What may wait for the disk; a write beyond it is refused. By default 256 MB. */
  maxWaitingBytes?: number;
}

interface Waiting {
  id: number;
  resolve(deleted: number | undefined): void;
  reject(error: OutcropError): void;
}

type Request = WriterRequest extends infer Each
  ? Each extends { id: number }
    ? Omit<Each, 'id'>
    : never
  : never;

/** Spans pass through as they come: a large young generation would only take memory. */
const maxYoungGenerationSizeMb = 12;

/** Opens the database in a thread of its own; rejects when that fails. */
export async function startWriterThread({
  workerUrl,
  maxWaitingBytes = 256_000_000,
  ...options
}: StartWriterThreadOptions): Promise<WriterThread> {
  const worker = new Worker(workerUrl ?? findWorker(), {
    workerData: options,
    // Not the process's own: a debugger or a loader is not for this thread.
    execArgv: ['--conditions', 'outcrop-source'],
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  /** No Map, whose outgrown tables hold what was in them: it would keep the batches that are written. */
  let waiting: Waiting[] = [];
  let stopped: OutcropError | undefined;
  let lastId = 0;
  let waitingBytes = 0;

  const settle = ({ id, error, deleted }: WriterReply): void => {
    const request = waiting.find((each) => each.id === id);
    waiting = waiting.filter((each) => each !== request);
    if (waiting.length === 0) worker.unref();
    if (error) request?.reject(new OutcropError(error.message, { code: error.code }));
    else request?.resolve(deleted);
  };
  const stop = (cause?: unknown): void => {
    stopped ??= stoppedError(options.path, cause);
    for (const request of waiting) request.reject(stopped);
    waiting = [];
  };
  const wait = (id: number): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      if (stopped) return reject(stopped);
      // A process may end while the writer idles, not while it owes an answer.
      worker.ref();
      waiting.push({ id, resolve, reject });
    });
  const ask = (request: Request): Promise<number | undefined> => {
    lastId += 1;
    const answer = wait(lastId);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage({ ...request, id: lastId });
    return answer;
  };

  worker.on('message', settle);
  worker.on('error', stop);
  worker.on('exit', () => stop());
  await wait(0);
  return {
    async write(batch, withinMs = 0) {
      // One write is let through whatever its length, or it never could be.
      if (waitingBytes > maxWaitingBytes) throw behindError(options.path);
      const { byteLength } = batch.text;
      waitingBytes += byteLength;
      await ask({ type: 'write', batch, withinMs }).finally(() => (waitingBytes -= byteLength));
    },
    deleteSome: async (traces) => (await ask({ type: 'delete', traces })) ?? 0,
    async forgetAttachments(sha256s) {
      await ask({ type: 'forget', sha256s });
    },
    async check() {
      await ask({ type: 'check' });
    },
    async close() {
      if (!stopped) await ask({ type: 'close' });
    },
  };
}

/** A build has the thread's file beside this one, with the same extension. */
function findWorker(): URL {
  const extension = extname(import.meta.url);
  return new URL(`./sqlite-worker${extension === '.ts' ? '.source.mjs' : extension}`, import.meta.url);
}

function behindError(path: string): OutcropError {
  return new OutcropError(
    `[outcrop] ${path} takes spans slower than they arrive: send them again in a few seconds. A faster disk helps.`,
    { code: 'store_unavailable' },
  );
}

function stoppedError(path: string, cause: unknown): OutcropError {
  const reason = cause instanceof Error ? cause.message : 'closed';
  return new OutcropError(
    `[outcrop] the writer of ${path} has stopped (${reason}): what it had not acknowledged may be missing. Open the store again.`,
    { code: 'store_unavailable', cause },
  );
}
