import type { WireRequest } from './http/wire-request.ts';
import { digestJson } from './json.ts';

/** What an AWS SDK's attempts of one call have in common; for other clients, the request itself. */
export function callKeyOf(request: WireRequest): string {
  return (
    request.headers['amz-sdk-invocation-id'] ??
    digestJson([request.method, request.path, request.body]).toString('base64url')
  );
}

/** Anthropic's client for Bedrock counts no retries up to 0.32, and does not say its version: each attempt is its first. */
const mayNotCount = /^AnthropicBedrock\/JS 0\./u;

/** The attempt that the clients of Anthropic and OpenAI say this is, from 1; undefined where it has to be counted. */
export function readAttempt({ headers }: WireRequest): number | undefined {
  const retries = headers['x-stainless-retry-count'];
  if (retries === undefined || !/^\d+$/u.test(retries)) return undefined;
  if (retries === '0' && mayNotCount.test(headers['user-agent'] ?? '')) return undefined;
  return Number(retries) + 1;
}

const rememberedCalls = 10_000;

/** Counts the attempts of each call. */
export class AttemptCounter {
  readonly #attemptsOfCall = new Map<string, number>();

  /** The number of this attempt, from 1. */
  next(callKey: string): number {
    const attempt = (this.#attemptsOfCall.get(callKey) ?? 0) + 1;
    // Set anew, so that what is dropped is what was seen longest ago.
    this.#attemptsOfCall.delete(callKey);
    this.#attemptsOfCall.set(callKey, attempt);
    const [oldest] = this.#attemptsOfCall.keys();
    if (this.#attemptsOfCall.size > rememberedCalls && oldest !== undefined)
      this.#attemptsOfCall.delete(oldest);
    return attempt;
  }

  clear(): void {
    this.#attemptsOfCall.clear();
  }
}
