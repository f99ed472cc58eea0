import { readStoredValue, removeStoredValue, writeStoredValue } from '../../lib/stored-value.ts';

// As long as a sign-in link lives, twice over: who signs in tomorrow wants the traces, not yesterday's address.
const lifetimeMs = 30 * 60_000;

/** Remembers where a reader without a session wanted to go, also for the tab that a sign-in link opens. */
export function writeReturnAddress(address: string, nowMs: number): void {
  writeStoredValue('return-to', JSON.stringify({ address, at: nowMs }));
}

/** Undefined when there is none, or it is old, or not of this page. */
export function readReturnAddress(nowMs: number): string | undefined {
  const stored = readStoredValue('return-to');
  return stored === undefined ? undefined : parseReturnAddress(stored, nowMs);
}

export function forgetReturnAddress(): void {
  removeStoredValue('return-to');
}

export function parseReturnAddress(stored: string, nowMs: number): string | undefined {
  try {
    const { address, at } = JSON.parse(stored) as { address?: unknown; at?: unknown };
    const isFresh = typeof at === 'number' && Math.abs(nowMs - at) < lifetimeMs;
    // A second slash, or a backslash, would make it the address of another site.
    return isFresh && typeof address === 'string' && /^\/(?![/\\])/.test(address) ? address : undefined;
  } catch {
    return undefined;
  }
}
