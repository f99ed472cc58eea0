import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OutcropError } from '@outcrop/protocol';
import type { DeleteTracesOptions } from '../trace-store.ts';
import { listMemory, type SpanBatch } from './span-batch.ts';
import type { WriterOptions, WriterReply, WriterRequest } from './writer-protocol.ts';

/** The writer's end in the store's thread. Every promise settles, also when the thread dies. */
export interface WriterThread {
  /**
   * Begins within the time, at once unless given. Meanwhile the thread has the batch's memory, which would be old by the time
   * that the collector finds it here; it gives it back when it fails.
   */
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
  batch?: SpanBatch;
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
  const conversation = new Conversation(worker, options.path);
  let waitingBytes = 0;
  await conversation.wait(0);
  return {
    async write(batch, withinMs = 0) {
      // One write is let through whatever its length, or it never could be.
      if (waitingBytes > maxWaitingBytes) throw behindError(options.path);
      const { byteLength } = batch.text;
      waitingBytes += byteLength;
      const written = conversation.ask({ type: 'write', batch, withinMs });
      await written.finally(() => (waitingBytes -= byteLength));
    },
    deleteSome: async (traces) => (await conversation.ask({ type: 'delete', traces })) ?? 0,
    async forgetAttachments(sha256s) {
      await conversation.ask({ type: 'forget', sha256s });
    },
    async check() {
      await conversation.ask({ type: 'check' });
    },
    async close() {
      if (!conversation.isOver) await conversation.ask({ type: 'close' });
    },
  };
}

/** What was asked of the thread, and its answers. */
class Conversation {
  readonly #worker: Worker;
  readonly #path: string;
  /** No Map, whose outgrown tables hold what was in them: it would keep the batches that are written. */
  #waiting: Waiting[] = [];
  #stopped: OutcropError | undefined;
  #lastId = 0;

  constructor(worker: Worker, path: string) {
    this.#worker = worker;
    this.#path = path;
    worker.on('message', (reply: WriterReply) => this.#settle(reply));
    worker.on('error', (cause) => this.#stop(cause));
    worker.on('exit', () => this.#stop());
  }

  get isOver(): boolean {
    return this.#stopped !== undefined;
  }

  ask(request: Request): Promise<number | undefined> {
    this.#lastId += 1;
    const batch = request.type === 'write' ? request.batch : undefined;
    const answer = this.wait(this.#lastId, batch);
    this.#worker.postMessage({ ...request, id: this.#lastId }, batch ? listMemory(batch) : []);
    return answer;
  }

  wait(id: number, batch?: SpanBatch): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(this.#stopped);
      // A process may end while the writer idles, not while it owes an answer.
      this.#worker.ref();
      this.#waiting.push({ id, batch, resolve, reject });
    });
  }

  #settle({ id, error, batch, deleted }: WriterReply): void {
    const request = this.#waiting.find((each) => each.id === id);
    this.#waiting = this.#waiting.filter((each) => each !== request);
    if (this.#waiting.length === 0) this.#worker.unref();
    if (batch && request?.batch) Object.assign(request.batch, batch);
    if (error) request?.reject(new OutcropError(error.message, { code: error.code }));
    else request?.resolve(deleted);
  }

  #stop(cause?: unknown): void {
    this.#stopped ??= stoppedError(this.#path, cause);
    for (const request of this.#waiting) request.reject(this.#stopped);
    this.#waiting = [];
  }
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
