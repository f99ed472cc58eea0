import { describe, expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';
import { createFailedAttempts } from './failed-attempts.ts';

function fail(address: string, times: number, clock = { time: 1_000_000 }) {
  const attempts = createFailedAttempts(() => clock.time);
  for (let index = 0; index < times; index++) attempts.note(address);
  return { attempts, clock };
}

describe('failed attempts', () => {
  it('are taken thirty at once, then one every two seconds', () => {
    const { attempts, clock } = fail('192.0.2.1', 29);
    expect(attempts.findWaitSeconds('192.0.2.1')).toBeUndefined();
    attempts.note('192.0.2.1');
    expect(attempts.findWaitSeconds('192.0.2.1')).toBe(2);
    clock.time += 2000;
    expect(attempts.findWaitSeconds('192.0.2.1')).toBeUndefined();
    attempts.note('192.0.2.1');
    expect(attempts.findWaitSeconds('192.0.2.1')).toBe(2);
  });

  it('are counted by address', () => {
    const { attempts } = fail('192.0.2.1', 100);
    expect(attempts.findWaitSeconds('192.0.2.2')).toBeUndefined();
  });

  it.each([
    ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::1', '::2', true],
    ['fe80::1%eth0', 'fe80::2%eth1', true],
  ])('from %s count for %s: %s', (first, second, isSame) => {
    const { attempts } = fail(first, 30);
    expect(attempts.findWaitSeconds(second) !== undefined).toBe(isSame);
  });

  it('of many addresses take bounded memory: the longest quiet is forgotten', () => {
    const { attempts } = fail('192.0.2.1', 30);
    for (let index = 0; index < 10_000; index++) attempts.note(`10.0.${index >> 8}.${index & 255}`);
    expect(attempts.findWaitSeconds('192.0.2.1')).toBeUndefined();
  });
});

describe('guessing keys', () => {
  it('is answered 429 with Retry-After, while keys that were used before go on', async () => {
    const clock = { time: 1_800_000_000_000 };
    const { app, authorization } = await createTestServer({ now: () => clock.time });
    const ask = (key: string) =>
      app.inject({ url: '/api/projects', headers: { authorization: `Bearer ${key}` } });
    expect((await app.inject({ url: '/api/projects', headers: authorization })).statusCode).toBe(200);
    for (let index = 0; index < 30; index++) expect((await ask(`guess-${index}`)).statusCode).toBe(401);
    const answer = await ask('guess-30');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '2']);
    expect(answer.json()).toMatchObject({ error: { code: 'too_many_attempts' } });
    expect((await app.inject({ url: '/api/projects', headers: authorization })).statusCode).toBe(200);
    const signIn = { method: 'POST', url: '/api/session', payload: { token: 'guess' } } as const;
    expect((await app.inject(signIn)).statusCode).toBe(429);
    clock.time += 2000;
    expect((await app.inject(signIn)).statusCode).toBe(401);
    expect((await ask('guess-31')).statusCode).toBe(429);
  });
});
