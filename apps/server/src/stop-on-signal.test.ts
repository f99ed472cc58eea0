import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchStopping } from './stop-on-signal.ts';

/** What still waits to be recorded, by the time that passed. */
function watch(countAt: (elapsedMs: number) => number): () => void {
  const start = Date.now();
  const giveUp = vi.fn<() => void>();
  watchStopping({ withinMs: 900, countUnrecorded: () => countAt(Date.now() - start), giveUp });
  return giveUp;
}

describe('stopping', () => {
  const write = vi.fn<(text: string) => boolean>(() => true);
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => write(String(text)));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is given up after its time where nothing has to be recorded', () => {
    const giveUp = watch(() => 0);
    vi.advanceTimersByTime(899);
    expect(giveUp).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(giveUp).toHaveBeenCalledOnce();
  });

  it.each([
    ['before the first look', 500, 900],
    ['between two looks', 4000, 4900],
  ])('has time to close the stores where the last call was recorded %s', (_when, recordedMs, lookMs) => {
    const giveUp = watch((elapsedMs) => Math.max(0, recordedMs - elapsedMs));
    vi.advanceTimersByTime(lookMs);
    expect(giveUp).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2000);
    expect(giveUp).toHaveBeenCalledOnce();
  });

  it('goes on though calls under way ended meanwhile, until no call gets onto the disk any more', () => {
    const giveUp = watch((elapsedMs) => (elapsedMs < 100 ? 0 : 50));
    vi.advanceTimersByTime(900);
    expect(write).toHaveBeenCalledWith(expect.stringContaining('the last 50 calls'));
    expect(giveUp).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2000);
    expect(giveUp).toHaveBeenCalledOnce();
  });
});
