import { describe, expect, it } from 'vitest';
import { createTestTarget } from '../../test/start-test-gateway.ts';
import { GatewayError } from '../gateway-error.ts';
import { createCoolDowns } from './cool-downs.ts';
import { orderTargets } from './order-targets.ts';
import { parseSteering } from './parse-steering.ts';
import { createRetryBudget } from './retry-budget.ts';
import { computeDelayMs } from './retry-policy.ts';
import type { Target } from './target.ts';

function target(name: string, overrides: Partial<Target> = {}): Target {
  return createTestTarget('http://127.0.0.1:1', 'm', { name, ...overrides });
}

describe('orderTargets', () => {
  it('goes by priority, and within one by weight', () => {
    const coolDowns = createCoolDowns(() => 0);
    const targets = [target('last', { priority: 2 }), target('often', { weight: 3 }), target('seldom')];
    let firsts = 0;
    let seed = 1;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let round = 0; round < 4000; round += 1) {
      const names = orderTargets(targets, { coolDowns, random }).map(({ provider }) => provider.name);
      expect(names[2]).toBe('last');
      if (names[0] === 'often') firsts += 1;
    }
    expect(firsts / 4000).toBeGreaterThan(0.72);
    expect(firsts / 4000).toBeLessThan(0.78);
  });

  it('puts what cools down behind everything, the one that is ready first before the others', () => {
    let now = 1000;
    const coolDowns = createCoolDowns(() => now);
    const [first, second, third] = [target('a'), target('b'), target('c', { priority: 9 })];
    coolDowns.noteFailure(first, 30);
    coolDowns.noteFailure(second, 10);
    const order = () =>
      orderTargets([first, second, third], { coolDowns, random: () => 0.5 }).map(
        ({ provider }) => provider.name,
      );
    expect(order()).toEqual(['c', 'b', 'a']);
    now += 10_001;
    expect(order()).toEqual(['b', 'c', 'a']);
  });
});

describe('cool-downs', () => {
  it('double with each failure in a row, up to a minute, and end with a success', () => {
    let now = 0;
    const coolDowns = createCoolDowns(() => now);
    const one = target('a');
    const pauses: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      coolDowns.noteFailure(one, undefined);
      pauses.push(coolDowns.findReadyAt(one) - now);
      now = coolDowns.findReadyAt(one) + 1;
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    coolDowns.noteSuccess(one);
    coolDowns.noteFailure(one, undefined);
    expect(coolDowns.findReadyAt(one) - now).toBe(1000);
  });

  it('count a crowd that fails together once, and honour Retry-After', () => {
    const coolDowns = createCoolDowns(() => 0.5);
    const one = target('a');
    for (let call = 0; call < 50; call += 1) coolDowns.noteFailure(one, undefined);
    expect(coolDowns.findReadyAt(one)).toBe(1000.5);
    coolDowns.noteFailure(one, 7);
    expect(coolDowns.findReadyAt(one)).toBe(7000.5);
  });
});

function throttled(retryAfterSeconds?: number): GatewayError {
  return new GatewayError('x', { status: 429, code: 'x', retryAfterSeconds });
}

it('a retry waits longer each time, at least as long as Bedrock says, and not at all when that is too long', () => {
  expect([1, 2, 3].map((retry) => computeDelayMs(retry, throttled(), 1))).toEqual([100, 200, 400]);
  expect(computeDelayMs(1, throttled(), 0)).toBe(50);
  expect(computeDelayMs(30, throttled(), 1)).toBe(5000);
  expect(computeDelayMs(1, throttled(2), 0)).toBe(2000);
  expect(computeDelayMs(1, throttled(60), 0)).toBeUndefined();
});

it('the budget lets a crowd of failing calls be retried only for a share of them', () => {
  const budget = createRetryBudget();
  let retries = 0;
  for (let call = 0; call < 1000; call += 1) {
    budget.noteCall();
    for (let retry = 0; retry < 3; retry += 1) if (budget.take()) retries += 1;
  }
  expect(retries).toBeGreaterThan(150);
  expect(retries).toBeLessThan(230);
});

describe('parseSteering', () => {
  it('reads the headers, and Braintrust’s name of one', () => {
    expect(parseSteering({})).toMatchObject({ retries: 2, providerName: undefined, fallbackModels: [] });
    expect(
      parseSteering({
        'x-outcrop-retries': '0',
        'x-outcrop-timeout-ms': '1500',
        'x-bt-endpoint-name': 'east',
        'x-outcrop-fallback-models': 'a, b,,c ',
      }),
    ).toEqual({ retries: 0, timeoutMs: 1500, providerName: 'east', fallbackModels: ['a', 'b', 'c'] });
  });

  it.each([
    { 'x-outcrop-retries': '-1' },
    { 'x-outcrop-retries': '11' },
    { 'x-outcrop-retries': '1.5' },
    { 'x-outcrop-timeout-ms': 'soon' },
    { 'x-outcrop-fallback-models': 'a,b,c,d,e,f,g,h,i,j,k' },
  ])('refuses %j by the header’s name', (headers) => {
    expect(() => parseSteering(headers)).toThrow(Object.keys(headers)[0]);
  });
});
