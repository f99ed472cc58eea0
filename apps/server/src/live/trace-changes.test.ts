import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTraceChanges } from './trace-changes.ts';

describe('createTraceChanges', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells of a busy trace once an interval', () => {
    const changes = createTraceChanges({ coalesceMs: 200 });
    const heard: string[] = [];
    changes.subscribe(({ data: { project, trace_id } }) => heard.push(`${project}/${trace_id}`));
    for (let index = 0; index < 50; index += 1) changes.publish({ project: 'p', trace_id: 'a' });
    changes.publish({ project: 'p', trace_id: 'b' });
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(heard).toEqual(['p/a', 'p/b']);
    changes.publish({ project: 'p', trace_id: 'a' });
    vi.advanceTimersByTime(200);
    expect(heard).toEqual(['p/a', 'p/b', 'p/a']);
  });

  it('tells last what was last: a trace that begins anew after its deletion', () => {
    const changes = createTraceChanges({ coalesceMs: 200 });
    const heard: string[] = [];
    changes.subscribe(({ name }) => heard.push(name));
    const trace = { project: 'p', trace_id: 'a' };
    changes.publish(trace);
    changes.publishDeletion(trace);
    changes.publish(trace);
    vi.advanceTimersByTime(200);
    expect(heard).toEqual(['traces-deleted', 'trace-changed']);
  });

  it('leaves who stopped listening alone, and keeps no timer once nobody listens', () => {
    const changes = createTraceChanges({ coalesceMs: 200 });
    const listener = vi.fn<() => void>();
    const unsubscribe = changes.subscribe(listener);
    changes.publish({ project: 'p', trace_id: 'a' });
    unsubscribe();
    vi.advanceTimersByTime(200);
    changes.publish({ project: 'p', trace_id: 'a' });
    expect(vi.getTimerCount()).toBe(0);
    expect(listener).not.toHaveBeenCalled();
  });
});
