import type { OpenDatabaseOptions } from '@outcrop/sqlite';
import type { DeleteTracesOptions } from '../trace-store.ts';
import type { SpanBatch } from './span-batch.ts';

/** What the writer's thread starts with. */
export type WriterOptions = Pick<OpenDatabaseOptions, 'path' | 'cacheKb' | 'lockWaitMs' | 'maxBytes'>;

/** What the store asks of the writer's thread. */
export type WriterRequest =
  | { id: number; type: 'write'; batch: SpanBatch; withinMs: number }
  | { id: number; type: 'delete'; traces: DeleteTracesOptions }
  | { id: number; type: 'forget'; sha256s: readonly string[] }
  | { id: number; type: 'check' }
  | { id: number; type: 'close' };

/** Answers the request of the same id; id 0 says that the database is open, or why it is not. */
export interface WriterReply {
  id: number;
  error?: { code: string; message: string };
  /** Of a `write` that failed: what was to be written. */
  batch?: SpanBatch;
  /** Of `delete`: how many traces. */
  deleted?: number;
}
