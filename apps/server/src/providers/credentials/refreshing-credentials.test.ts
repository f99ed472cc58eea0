import { describe, expect, it } from 'vitest';
import { createRefreshingCredentials, type LoadedCredentials } from './refreshing-credentials.ts';

/** A clock that is set by hand, and loads that end when the test says so. */
function createScene() {
  let time = 0;
  const pending: Deferred<LoadedCredentials>[] = [];
  const source = createRefreshingCredentials({
    now: () => time,
    load() {
      const load = createDeferred<LoadedCredentials>();
      pending.push(load);
      return load.promise;
    },
  });
  return {
    pending,
    get: async () => {
      const credentials = await source.get();
      return credentials.kind === 'bearer' ? credentials.token : credentials.kind;
    },
    setTime: (milliseconds: number) => (time = milliseconds),
    finish: async (token: string, expiresAt?: number) => {
      pending.at(-1)?.resolve({ credentials: { kind: 'bearer', token }, expiresAt });
      await settle();
    },
    fail: async (message: string) => {
      pending.at(-1)?.reject(new Error(message));
      await settle();
    },
  };
}

interface Deferred<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (reason: Error) => void;
}

/** Promise.withResolvers, which Node 20 does not have. */
function createDeferred<Value>(): Deferred<Value> {
  let resolve!: (value: Value) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<Value>((onResolve, onReject) => ([resolve, reject] = [onResolve, onReject]));
  return { promise, resolve, reject };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const hourMs = 3_600_000;

describe('credentials that expire', () => {
  it('are loaded once for all who wait', async () => {
    const { get, finish, pending } = createScene();
    const waiting = Promise.all(Array.from({ length: 50 }, () => get()));
    await finish('first', hourMs);
    expect(new Set(await waiting)).toEqual(new Set(['first']));
    expect(pending).toHaveLength(1);
  });

  it('are refreshed five minutes before, while the old ones still serve', async () => {
    const { get, finish, setTime, pending } = createScene();
    const first = get();
    await finish('first', hourMs);
    await first;
    setTime(hourMs - 5 * 60_000 - 1);
    expect([await get(), pending.length]).toEqual(['first', 1]);
    setTime(hourMs - 5 * 60_000);
    expect([await get(), await get(), pending.length]).toEqual(['first', 'first', 2]);
    await finish('second', 2 * hourMs);
    expect([await get(), pending.length]).toEqual(['second', 2]);
  });

  it('stay in use while they are valid when a refresh fails, which is tried again after a pause', async () => {
    const { get, finish, fail, setTime, pending } = createScene();
    const first = get();
    await finish('first', hourMs);
    await first;
    const refreshAt = hourMs - 60_000;
    setTime(refreshAt);
    expect(await get()).toBe('first');
    await fail('STS is away');
    expect([await get(), pending.length]).toEqual(['first', 2]);
    setTime(refreshAt + 2000);
    expect([await get(), pending.length]).toEqual(['first', 3]);
    await fail('STS is still away');
    setTime(hourMs);
    const late = get().catch((error: unknown) => error);
    expect(pending).toHaveLength(4);
    await fail('STS is gone');
    expect(await late).toEqual(new Error('STS is gone'));
    // Nobody asks again within the pause.
    await expect(get()).rejects.toThrow('STS is gone');
    expect(pending).toHaveLength(4);
  });

  it('are not used in their last seconds', async () => {
    const { get, finish, setTime, pending } = createScene();
    const first = get();
    await finish('first', hourMs);
    await first;
    setTime(hourMs - 10_000);
    const second = get();
    expect(pending).toHaveLength(2);
    await finish('second', 2 * hourMs);
    expect(await second).toBe('second');
  });
});
