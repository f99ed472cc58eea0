import { OutcropError } from '@outcrop/protocol';
import type { TraceStore } from '@outcrop/trace-store';
import { describe, expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';

describe('health', () => {
  it('is well with a store that works', async () => {
    const { app } = await createTestServer();
    for (const url of ['/health/live', '/health/ready']) {
      const answer = await app.inject({ url });
      expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
    }
  });

  it('is alive but not ready once the store cannot be used, and says why', async () => {
    const { app, traceStore } = await createTestServer();
    await traceStore.close();
    expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200);
    const ready = await app.inject({ url: '/health/ready' });
    expect(ready.statusCode).toBe(503);
    expect(ready.headers['retry-after']).toBe('5');
    expect(ready.json()).toMatchObject({ error: { code: 'not_ready' } });
  });

  it('is not ready when the disk is full', async () => {
    const error = new OutcropError('[outcrop] no space left', { code: 'store_full' });
    const traceStore = { checkHealth: () => Promise.reject(error), close: () => Promise.resolve() };
    const { app } = await createTestServer({ traceStore: traceStore as Partial<TraceStore> as TraceStore });
    const ready = await app.inject({ url: '/health/ready' });
    expect([ready.statusCode, ready.body]).toEqual([503, expect.stringContaining('no space left')]);
  });
});
