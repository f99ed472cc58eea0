import { createUsageMeter, type UsageMeter } from '@outcrop/gateway';
import type { WorkspaceStore } from '@outcrop/workspace-store';

/** A crash loses what was used within this time; nothing is ever counted twice. */
const writeIntervalMs = 2000;

export interface UsageRecorder {
  meter: UsageMeter;
  /** Writes what is left. */
  close(): Promise<void>;
}

export interface UsageRecorderOptions {
  workspaceStore: Pick<WorkspaceStore, 'addUsage' | 'listUsage'>;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  logError: (error: unknown) => void;
}

/** Counts in memory what keys use, from what the store has on, and writes behind. */
export async function createUsageRecorder(options: UsageRecorderOptions): Promise<UsageRecorder> {
  const { workspaceStore, now, logError } = options;
  const time = new Date(now());
  const monthStart = Date.UTC(time.getUTCFullYear(), time.getUTCMonth()) / 86_400_000;
  const meter = createUsageMeter({ now, past: await workspaceStore.listUsage(monthStart) });
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const usages = meter.takeUnwritten();
    if (usages.length === 0) return;
    try {
      await workspaceStore.addUsage(usages);
    } catch (error) {
      meter.putBack(usages);
      logError(error);
    }
  }
  const writeNext = (): Promise<void> => (writing = writing.then(write));

  const timer = setInterval(() => void writeNext(), writeIntervalMs).unref();
  return {
    meter,
    close() {
      clearInterval(timer);
      return writeNext();
    },
  };
}
