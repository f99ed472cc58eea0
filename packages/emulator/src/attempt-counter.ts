import type { WireRequest } from './http/wire-request.ts';
import { digestJson } from './json.ts';

/** What an AWS SDK's attempts of one call have in common; for other clients, the request itself. */
export function callKeyOf(request: WireRequest): string {
  return (
    request.headers['amz-sdk-invocation-id'] ??
    digestJson([request.method, request.path, request.body]).toString('base64url')
  );
}

/** Counts the attempts of each call. */
export class AttemptCounter {
  readonly #attemptsOfCall = new Map<string, number>();

  /** The number of this attempt, from 1. */
  next(callKey: string): number {
    const attempt = (this.#attemptsOfCall.get(callKey) ?? 0) + 1;
    this.#attemptsOfCall.set(callKey, attempt);
    return attempt;
  }

  clear(): void {
    this.#attemptsOfCall.clear();
  }
}
