import { join } from 'node:path';
import { OutcropError } from '@outcrop/protocol';
import { openDatabase, runOnDatabase } from '@outcrop/sqlite';
import type { SqliteDatabase } from '@outcrop/sqlite';
import type { ListTracesOptions, TraceStore } from '../trace-store.ts';
import { prepareFindSpan } from './queries/find-span.ts';
import { findStoreId } from './queries/find-store-id.ts';
import { prepareFindTrace } from './queries/find-trace.ts';
import { prepareListLooseAttachments } from './queries/list-loose-attachments.ts';
import { prepareListProjects } from './queries/list-projects.ts';
import { prepareListTraces } from './queries/list-traces.ts';
import { packSpans } from './span-batch.ts';
import { startWriterThread } from './writer-thread.ts';
import type { StartWriterThreadOptions, WriterThread } from './writer-thread.ts';

export interface SqliteTraceStoreOptions extends Omit<StartWriterThreadOptions, 'path'> {
  /** An existing directory; the spans are in its `traces.db`. */
  directory: string;
}

/**
 * Keeps spans in one SQLite file. Writes are made in a thread of their own and share syncs to disk; reads are made in
 * the caller's. Errors carry code `store_full`, `store_unavailable` or, for a file of a newer Outcrop, `store_newer`.
 */
export async function createSqliteTraceStore(options: SqliteTraceStoreOptions): Promise<TraceStore> {
  const { directory, ...writerOptions } = options;
  const path = join(directory, 'traces.db');
  const writer = await startWriterThread({ ...writerOptions, path });
  try {
    return createStore({
      path,
      writer,
      reader: openDatabase({ path, isReader: true, cacheKb: options.cacheKb }),
    });
  } catch (error) {
    await writer.close();
    throw error;
  }
}

interface Connections {
  path: string;
  writer: WriterThread;
  reader: SqliteDatabase;
}

function createStore({ path, writer, reader }: Connections): TraceStore {
  const storeId = findStoreId(reader);
  const listProjects = prepareListProjects(reader);
  const listLooseAttachments = prepareListLooseAttachments(reader);
  const listTraces = prepareListTraces(reader, storeId);
  const findTrace = prepareFindTrace(reader);
  const findSpan = prepareFindSpan(reader);
  let closing: Promise<void> | undefined;

  const read = <T>(question: () => T | Promise<T>): Promise<T> =>
    runOnDatabase(path, () => {
      if (closing) throw closedError(path);
      return question();
    });
  return {
    async writeSpans(spans) {
      if (closing) throw closedError(path);
      if (spans.length > 0) await writer.write(packSpans(spans));
    },
    prepareSpans(spans, { withinMs }) {
      const batch = packSpans(spans);
      return async () => {
        if (closing) throw closedError(path);
        await writer.write(batch, withinMs);
      };
    },
    listProjects: () => read(listProjects),
    listTraces: (options) =>
      read(() => {
        checkLimit(options);
        return listTraces(options);
      }),
    findTrace: (traceId, options) =>
      read(async () => {
        const spans = await findTrace(traceId, options);
        return spans.length === 0 ? undefined : { trace_id: traceId, spans };
      }),
    findSpan: (spanId, options) => read(() => findSpan(spanId, options)),
    async deleteTraces(options) {
      let count = 0;
      for (let some = -1; some !== 0; count += some) {
        if (closing) throw closedError(path);
        some = await writer.deleteSome(options);
      }
      return count;
    },
    listLooseAttachments: (options) => read(() => listLooseAttachments(options)),
    async forgetAttachments(sha256s) {
      if (closing) throw closedError(path);
      await writer.forgetAttachments(sha256s);
    },
    async checkHealth() {
      await read(() => findStoreId(reader));
      await writer.check();
    },
    close() {
      closing ??= writer.close().finally(() => reader.close());
      return closing;
    },
  };
}

function checkLimit({ limit }: ListTracesOptions): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return;
  throw new OutcropError(`[outcrop] a trace list of ${limit} traces was asked for: ask for 1 to 200.`, {
    code: 'invalid_limit',
  });
}

function closedError(path: string): OutcropError {
  return new OutcropError(`[outcrop] the trace store ${path} is closed: create it again to use it.`, {
    code: 'store_unavailable',
  });
}
