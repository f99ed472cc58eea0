import { describe, expect, it } from 'vitest';

import { buildKeyDraft, buildKeyInput, emptyKeyDraft, findKeyProblems } from './key-draft.ts';

const now = Date.UTC(2026, 10, 27);
const moment = { nowMs: now, kept: null };

describe('buildKeyInput', () => {
  it('asks for no more than was chosen', () => {
    expect(buildKeyInput({ ...emptyKeyDraft, name: ' checkout ' }, moment)).toEqual({
      name: 'checkout',
      scopes: ['gateway', 'ingest'],
      project: null,
      models: null,
      expires_at: null,
      limits: {},
      defaults: {},
    });
  });

  it('reads models, lifetime and limits', () => {
    const draft = {
      ...emptyKeyDraft,
      name: 'checkout',
      project: ' shop ',
      models: 'us.anthropic.*, amazon.nova-*\n\nmine',
      lifetime: 'week' as const,
      limits: { ...emptyKeyDraft.limits, usd_per_day: '12.50', tokens_per_month: '5,000,000' },
      fallbackModels: 'us.amazon.nova-lite-v1:0, mine',
      cache: 'auto' as const,
      cacheTtl: '86400',
    };
    expect(buildKeyInput(draft, moment)).toMatchObject({
      project: 'shop',
      models: ['us.anthropic.*', 'amazon.nova-*', 'mine'],
      expires_at: (now + 7 * 86_400_000) * 1000,
      limits: { usd_per_day: 12.5, tokens_per_month: 5_000_000 },
      defaults: {
        fallback_models: ['us.amazon.nova-lite-v1:0', 'mine'],
        cache: 'auto',
        cache_ttl_seconds: 86_400,
      },
    });
  });

  it('restricts no models of a key that calls none', () => {
    const draft = { ...emptyKeyDraft, name: 'ci', scopes: ['ingest' as const], models: 'x' };
    expect(buildKeyInput(draft, moment).models).toBeNull();
  });
});

describe('buildKeyDraft', () => {
  it('gives back what the key may do when nothing was touched', () => {
    const key = {
      name: 'checkout',
      scopes: ['gateway' as const],
      project: 'shop',
      models: ['us.anthropic.*', 'mine'],
      expires_at: 7,
      limits: { usd_per_day: 0.5, concurrent_requests: 3 },
      defaults: { fallback_models: ['mine'], cache: 'always' as const, cache_ttl_seconds: 90 },
    };
    expect(buildKeyInput(buildKeyDraft(key), { nowMs: now, kept: 7 })).toEqual(key);
  });
});

describe('findKeyProblems', () => {
  const sound = { ...emptyKeyDraft, name: 'checkout' };

  it('finds none in what can be sent', () => {
    expect(findKeyProblems(sound)).toEqual({});
  });

  it.each([
    ['name', { name: ' ' }],
    ['scopes', { scopes: [] }],
    ['project', { project: ' ' }],
  ])('names %s', (field, change) => {
    expect(Object.keys(findKeyProblems({ ...sound, ...change }))).toEqual([field]);
  });

  it.each(['0', '-1', 'ten', '1.5'])('takes no %j requests a minute', (text) => {
    const limits = { ...emptyKeyDraft.limits, requests_per_minute: text };
    expect(Object.keys(findKeyProblems({ ...sound, limits }).limits ?? {})).toEqual(['requests_per_minute']);
  });
});
