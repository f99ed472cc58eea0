import type { ApiKeyLimits } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../gateway-error.ts';
import type { Admission, AdmissionRequest } from '../gateway-host.ts';
import type { Caller } from '../routing/caller.ts';
import { createAdmissionControl, type AdmissionControlOptions } from './create-admission-control.ts';
import { createUsageMeter } from './create-usage-meter.ts';

const start = Date.UTC(2026, 10, 27, 12, 0, 0);

function createRoom(options: Partial<AdmissionControlOptions> = {}) {
  const clock = { time: start };
  const timers = new Set<() => void>();
  const meter = createUsageMeter({ now: () => clock.time, past: [] });
  const control = createAdmissionControl({
    meter,
    now: () => clock.time,
    setTimer(callback) {
      timers.add(callback);
      return () => timers.delete(callback);
    },
    ...options,
  });
  const admit = (limits: ApiKeyLimits, request: Partial<AdmissionRequest> & { key?: string } = {}) =>
    control.admit(callerOf(request.key ?? 'key', limits), { ...someRequest, ...request });
  return { clock, timers, meter, control, admit };
}

const someRequest = { model: 'm', findSignal: () => new AbortController().signal, body: Buffer.alloc(400) };

function callerOf(keyId: string, limits: ApiKeyLimits): Caller {
  return { keyId, keyName: `${keyId}'s name`, project: 'p', limits, mayUseModel: () => true };
}

function now(admission: Admission | Promise<Admission>): Admission {
  if (admission instanceof Promise) throw new Error('it had to wait');
  return admission;
}

function refusalOf(work: () => unknown): GatewayError {
  try {
    work();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function bodyOf(fields: object): Buffer {
  return Buffer.from(JSON.stringify(fields));
}

/** Of thirty at once. */
function countAdmitted(admit: () => unknown): number {
  let admitted = 0;
  for (let call = 0; call < 30; call++) {
    try {
      admit();
      admitted += 1;
    } catch (error) {
      expect(error).toMatchObject({ status: 429, code: 'budget_exceeded', retryAfterSeconds: 1 });
    }
  }
  return admitted;
}

describe('rate limits', () => {
  it('let so many requests through a minute, and say which limit, how much is used and when to go on', () => {
    const { clock, admit } = createRoom();
    const limits = { requests_per_minute: 3 };
    for (let call = 0; call < 3; call++) now(admit(limits)).settle({});
    const error = refusalOf(() => admit(limits));
    expect(error).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      retryAfterSeconds: 20,
      headers: {
        'x-ratelimit-limit-requests': '3',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '60000ms',
      },
    });
    expect(error.message).toBe(
      'the API key "key\'s name" has used 3 of its 3 requests a minute. It may go on in 20 s, at ' +
        '2026-11-27T12:00:20.000Z. Call less often, or make a key with a higher limit (Settings, API keys).',
    );
    clock.time += 19_999;
    expect(refusalOf(() => admit(limits)).status).toBe(429);
    clock.time += 1;
    expect(now(admit(limits)).headers).toMatchObject({ 'x-ratelimit-remaining-requests': '0' });
    expect(refusalOf(() => admit(limits)).status).toBe(429);
  });

  it('guess the tokens of a call by its size, then count those that it took', () => {
    const { clock, admit } = createRoom();
    const limits = { tokens_per_minute: 1000 };
    const call = now(admit(limits, { body: Buffer.alloc(2000) }));
    expect(call.headers).toMatchObject({ 'x-ratelimit-remaining-tokens': '500' });
    call.settle({ tokens: 100 });
    call.settle({ tokens: 900 });
    expect(call.headers).toMatchObject({ 'x-ratelimit-remaining-tokens': '900' });
    now(admit(limits)).settle({ tokens: 2400 });
    // A debt of 1,500, and 100 to be taken: 1,600 come back in 96 seconds.
    expect(refusalOf(() => admit(limits)).retryAfterSeconds).toBe(96);
    clock.time += 96_000;
    now(admit(limits));
  });

  it('let a call through that is larger than a whole minute, from a full minute only', () => {
    const { admit } = createRoom();
    now(admit({ tokens_per_minute: 10 }));
    expect(refusalOf(() => admit({ tokens_per_minute: 10 })).status).toBe(429);
  });

  it('give back what a failed call was guessed to need', () => {
    const { admit } = createRoom();
    const limits = { tokens_per_minute: 1000 };
    for (let call = 0; call < 50; call++) now(admit(limits, { body: Buffer.alloc(4000) })).settle({});
    expect(now(admit(limits)).headers).toMatchObject({ 'x-ratelimit-remaining-tokens': '900' });
  });

  it('are counted for a temporary key and its parent together', () => {
    const { control } = createRoom();
    const limits = { requests_per_minute: 1 };
    now(control.admit(callerOf('parent', limits), someRequest));
    const child = { ...callerOf('child', limits), accountId: 'parent' };
    expect(refusalOf(() => control.admit(child, someRequest)).status).toBe(429);
    now(control.admit(callerOf('other', limits), someRequest));
  });
});

describe('budgets', () => {
  it('reserve for an alias what the model behind it costs', () => {
    const limits = { usd_per_day: 1 };
    const body = bodyOf({ max_tokens: 1_000_000 });
    const known = { model: 'amazon.nova-pro-v1:0', region: 'us-east-1' };
    const { admit } = createRoom({
      findPricedModel: (_caller, model) => (model === 'alias' ? known : undefined),
    });
    // A million tokens of Nova Pro's output are 3.20 dollars.
    now(admit(limits, { model: 'alias', body }));
    expect(refusalOf(() => admit(limits, { model: 'alias', body })).status).toBe(429);
    now(admit(limits, { model: 'unknown', body, key: 'another' }));
    now(admit(limits, { model: 'unknown', body, key: 'another' }));
  });

  it.each<[limits: ApiKeyLimits, what: string, resetAt: string]>([
    [{ usd_per_day: 0.3 }, '0.3 of its 0.3 US dollars a day', '2026-11-28T00:00:00.000Z'],
    [{ usd_per_month: 0.3 }, '0.3 of its 0.3 US dollars a month', '2026-12-01T00:00:00.000Z'],
    [{ tokens_per_day: 30 }, '30 of its 30 tokens a day', '2026-11-28T00:00:00.000Z'],
    [{ tokens_per_month: 30 }, '30 of its 30 tokens a month', '2026-12-01T00:00:00.000Z'],
  ])('of %j stop calls once they are used up, until the period ends', (limits, what, resetAt) => {
    const { clock, admit } = createRoom();
    for (let call = 0; call < 3; call++) now(admit(limits)).settle({ tokens: 10, costUsd: 0.1 });
    const error = refusalOf(() => admit(limits));
    expect(error).toMatchObject({
      status: 429,
      code: 'budget_exceeded',
      retryAfterSeconds: (Date.parse(resetAt) - start) / 1000,
      headers: { 'x-should-retry': 'false' },
    });
    expect(error.message).toContain(`has used ${what}. It may go on in`);
    expect(error.message).toContain(resetAt);
    clock.time = Date.parse(resetAt);
    now(admit(limits)).settle({ tokens: 10, costUsd: 0.1 });
  });

  it('name sums of less than a cent', () => {
    const { admit } = createRoom();
    const limits = { usd_per_day: 0.000_01 };
    now(admit(limits)).settle({ tokens: 10, costUsd: 0.000_035 });
    expect(refusalOf(() => admit(limits)).message).toContain('0.000035 of its 0.00001 US dollars a day');
  });

  it('let what is under way end, and count it', () => {
    const { meter, admit } = createRoom();
    const limits = { usd_per_day: 1 };
    const calls = [now(admit(limits)), now(admit(limits))];
    for (const call of calls) call.settle({ costUsd: 0.8, tokens: 5 });
    expect(meter.find('key')).toMatchObject({ usd_today: 1.6, tokens_today: 10 });
    expect(refusalOf(() => admit(limits)).code).toBe('budget_exceeded');
  });
});

describe('what calls under way may take of a budget', () => {
  const claude = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
  it('is kept from the next, so that thirty at once do not overshoot', () => {
    const { admit } = createRoom();
    const body = bodyOf({ prompt: 'a "max_tokens": 1', max_tokens: 500 });
    const silent = bodyOf({});
    expect(countAdmitted(() => admit({ tokens_per_day: 2000 }, { body }))).toBe(4);
    expect(countAdmitted(() => admit({ usd_per_month: 0.03 }, { body, model: claude, key: 'priced' }))).toBe(
      4,
    );
    expect(countAdmitted(() => admit({ tokens_per_month: 2000 }, { body: silent, key: 'silent' }))).toBe(2);
    expect(countAdmitted(() => admit({ concurrent_requests: 100 }, { body, key: 'unlimited' }))).toBe(30);
  });

  it('is held until it is known what they took, not only until they end', () => {
    const { meter, admit } = createRoom();
    const limits = { tokens_per_day: 100 };
    const call = now(admit(limits));
    call.end();
    expect(refusalOf(() => admit(limits)).message).toContain(
      'has used 0 of its 100 tokens a day, and its calls under way may take 1100.',
    );
    call.settle({ tokens: 40 });
    call.settle({ tokens: 40 });
    now(admit(limits)).settle({ tokens: 60 });
    expect(meter.find('key').tokens_today).toBe(100);
    expect(refusalOf(() => admit(limits)).message).toContain('has used 100 of its 100 tokens a day. It may');
  });

  it('comes back when a call never ran', async () => {
    const { admit } = createRoom({ maxRunning: 1 });
    const running = now(admit({}, { key: 'other' }));
    const client = new AbortController();
    const waiting = admit({ tokens_per_day: 100 }, { findSignal: () => client.signal });
    client.abort(new Error('the client left'));
    await expect(waiting).rejects.toThrow('the client left');
    running.end();
    now(admit({ tokens_per_day: 100 }));
  });
});

describe('calls at a time', () => {
  it('wait their turn, first come first served, and an end lets exactly one go on', async () => {
    const { control, admit } = createRoom();
    const limits = { concurrent_requests: 1 };
    const first = now(admit(limits));
    const order: string[] = [];
    const waiting = ['a', 'b'].map(async (name) => {
      const admission = await admit(limits);
      order.push(name);
      return admission;
    });
    expect(control.getCounts()).toEqual({ running: 1, waiting: 2 });
    first.end();
    first.end();
    first.settle({});
    const second = await waiting[0];
    expect(order).toEqual(['a']);
    expect(control.getCounts()).toEqual({ running: 1, waiting: 1 });
    second?.end();
    (await waiting[1])?.end();
    expect(order).toEqual(['a', 'b']);
    expect(control.getCounts()).toEqual({ running: 0, waiting: 0 });
  });

  it('take turns by key: a thousand of one do not keep out another', async () => {
    const { admit } = createRoom({ maxRunning: 1 });
    const running = now(admit({}, { key: 'busy' }));
    const order: string[] = [];
    const enter = async (key: string) => {
      const admission = await admit({}, { key });
      order.push(key);
      admission.end();
    };
    const all = ['busy', 'busy', 'busy', 'rare', 'busy', 'other'].map(enter);
    running.end();
    await Promise.all(all);
    expect(order).toEqual(['busy', 'rare', 'other', 'busy', 'busy', 'busy']);
  });

  it('leave the queue when their client does, and give back their share of the rate', async () => {
    const { control, timers, admit } = createRoom();
    const limits = { concurrent_requests: 1, requests_per_minute: 2 };
    const first = now(admit(limits));
    const client = new AbortController();
    const second = admit(limits, { findSignal: () => client.signal });
    client.abort(new Error('the client left'));
    await expect(second).rejects.toThrow('the client left');
    expect([control.getCounts(), timers.size]).toEqual([{ running: 1, waiting: 0 }, 0]);
    first.end();
    now(admit(limits)).end();
  });

  it('are refused when they waited too long or too many wait', async () => {
    const { control, timers, admit } = createRoom({ maxWaiting: 1, maxWaitMs: 30_000 });
    const limits = { concurrent_requests: 1 };
    const first = now(admit(limits));
    const second = admit(limits);
    expect(refusalOf(() => admit(limits))).toMatchObject({ code: 'concurrency_limit_exceeded', status: 429 });
    for (const timer of timers) timer();
    await expect(second).rejects.toThrow(
      '1 calls at a time are allowed (API key "key\'s name"), and none of them',
    );
    first.end();
    expect(control.getCounts()).toEqual({ running: 0, waiting: 0 });
  });
});

it('keys without limits never wait', () => {
  const { control, admit } = createRoom();
  const calls = Array.from({ length: 5000 }, () => now(admit({})));
  expect(control.getCounts().running).toBe(5000);
  for (const call of calls) call.end();
  expect(control.getCounts().running).toBe(0);
});
