import type { ApiKeyDefaults } from '@outcrop/protocol';
import type { CacheKey, CachedAnswer, ResponseCache } from '../../gateway-host.ts';
import type { ClientExchange } from '../../http/client-exchange.ts';
import type { CallOptions } from '../../http/gateway-route.ts';
import type { CallRecord } from '../../recording/call-record.ts';
import type { Caller } from '../../routing/caller.ts';
import { isConversation } from '../is-conversation.ts';
import { buildCacheKey } from './build-cache-key.ts';
import { buildCachedUpstream, restoreUpstream } from './cached-upstream.ts';
import { CapturingExchange } from './capturing-exchange.ts';
import { isRepeatable } from './is-repeatable.ts';
import { parseCachePolicy, type CachePolicy } from './parse-cache-policy.ts';

/** Operations whose answer depends on more than the request, or that change something. */
const uncachedCommands = new Set([
  'StartAsyncInvokeCommand',
  'GetAsyncInvokeCommand',
  'ListAsyncInvokesCommand',
  'InvokeModelWithBidirectionalStreamCommand',
]);

/** Of one answer, not of the next that is the same. */
const ownHeaders = new Set(['x-outcrop-trace-id', 'x-outcrop-span-id', 'date', 'connection', 'keep-alive']);
const exceptionFrame = ':exception-type';

export interface CachedCallOptions {
  cache: ResponseCache;
  policy: CachePolicy;
  exchange: ClientExchange;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

/** One call that may be answered from the cache, and whose answer may go there. */
export class CachedCall {
  /** What the route answers to. */
  readonly exchange: ClientExchange;
  readonly #options: CachedCallOptions;
  readonly #capture: CapturingExchange;
  #key: CacheKey | undefined;
  #outcome: CallRecord['cache'];
  #found: CachedAnswer | undefined;

  constructor(options: CachedCallOptions) {
    this.#options = options;
    this.#capture = new CapturingExchange(options.exchange, () =>
      this.#buildHeaders(this.#outcome ? 'MISS' : 'BYPASS'),
    );
    this.exchange = this.#capture;
  }

  /** Answers the client when the cache knows how, and then returns the status. */
  async answer(
    caller: Caller,
    call: CallOptions,
    answerHeaders: Readonly<Record<string, string>>,
  ): Promise<number | undefined> {
    const { cache, policy, exchange, now } = this.#options;
    if (!isCacheable(policy, caller, call)) return undefined;
    this.#outcome = 'miss';
    this.#key = buildCacheKey(caller.project, call, exchange.headers);
    const found = policy.isLookedUp ? await cache.find(this.#key) : undefined;
    if (!found) return undefined;
    const ageSeconds = Math.max(0, Math.floor((now() - found.storedAt) / 1000));
    if (ageSeconds > policy.maxAgeSeconds) return undefined;
    this.#outcome = 'hit';
    this.#found = found;
    replay(exchange, found, { ...answerHeaders, age: String(ageSeconds), ...this.#buildHeaders('HIT') });
    return found.status;
  }

  /** Braintrust's name stands beside ours for those who asked by it. */
  #buildHeaders(status: 'HIT' | 'MISS' | 'BYPASS'): Record<string, string> {
    const isBraintrusts = this.#options.exchange.headers['x-bt-use-cache'] !== undefined;
    return { 'x-outcrop-cache': status, ...(isBraintrusts && { 'x-bt-cached': status }) };
  }

  /** Sees the record of the call, which ends after its answer did. */
  note(record: CallRecord): void {
    if (this.#outcome) record.cache = this.#outcome;
    if (this.#found) Object.assign(record, restoreUpstream(this.#found));
    const { cache, policy, now } = this.#options;
    const isWell = record.status === 200 && !record.error && !record.partialReason;
    if (this.#outcome !== 'miss' || !this.#key || !policy.isStored || !isWell) return;
    const answer = this.#capture.findAnswer();
    if (!answer || Buffer.from(answer.body).includes(exceptionFrame)) return;
    cache.store(
      this.#key,
      {
        ...answer,
        headers: withoutOwn(answer.headers),
        storedAt: now(),
        upstream: buildCachedUpstream(record),
      },
      policy.ttlSeconds,
    );
  }
}

/** Undefined when neither the client nor the host wants a cache. Throws 400 for headers that say nothing known. */
export function createCachedCall(
  options: Omit<CachedCallOptions, 'policy'>,
  defaults?: ApiKeyDefaults,
): CachedCall | undefined {
  const policy = parseCachePolicy(options.exchange.headers, defaults);
  return policy && new CachedCall({ ...options, policy });
}

function isCacheable(policy: CachePolicy, caller: Caller, { api, model, body }: CallOptions): boolean {
  if (model === '' || !caller.mayUseModel(model)) return false;
  if (api.kind === 'native' && uncachedCommands.has(api.command)) return false;
  if (policy.isDefault && !isConversation(api)) return false;
  return policy.mode === 'always' || isRepeatable(body);
}

function replay(
  exchange: ClientExchange,
  found: CachedAnswer,
  added: Readonly<Record<string, string>>,
): void {
  exchange.start(found.status, { ...found.headers, ...added });
  exchange.end(found.body);
}

function withoutOwn(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !ownHeaders.has(name) && !name.startsWith('x-ratelimit-')),
  );
}
