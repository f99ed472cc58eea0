import type { IncomingHttpHeaders } from 'node:http';
import type { CallRecord } from './recording/call-record.ts';
import type { Caller } from './routing/caller.ts';
import type { Target } from './routing/target.ts';

/** A model as `GET /v1/models` lists it. */
export interface ListedModel {
  name: string;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
  ownedBy: string;
  displayName?: string;
}

/** What a call may use; ends with `settle`, however the call ended. */
export interface Admission {
  /** Idempotent. Tokens and US dollars that the call took, as far as they are known. */
  settle(spent: { tokens?: number; costUsd?: number }): void;
}

export interface CachedAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  storedAt: number;
}

/** Keeps whole answers of the gateway as the client got them, streams included. Failures of the cache fail no call. */
export interface ResponseCache {
  find(key: string): Promise<CachedAnswer | undefined>;
  store(key: string, answer: CachedAnswer, ttlSeconds: number): void;
}

/** What the gateway needs of the program that runs it. */
export interface GatewayHost {
  /** Throws a GatewayError: 401 for an unknown key, 403 for one that may not use the gateway or the project asked for. */
  authenticate(secret: string, headers: IncomingHttpHeaders): Caller | Promise<Caller>;
  /** Every target of a model by the name that the client calls it. Throws a GatewayError (404, 403) when there is none. */
  findTargets(caller: Caller, model: string): readonly Target[] | Promise<readonly Target[]>;
  /** Targets for operations without a model, such as ApplyGuardrail: one for each provider that the project has. */
  findProviderTargets(caller: Caller): readonly Target[] | Promise<readonly Target[]>;
  listModels(caller: Caller): Promise<readonly ListedModel[]>;
  /** Applies rate limits, budgets and concurrency; waits its turn. Throws a GatewayError of status 429. */
  admit(caller: Caller, options: { model: string; signal: AbortSignal }): Admission | Promise<Admission>;
  /** Takes a finished call for its trace. Returns at once and never throws. */
  record(call: CallRecord): void;
  cache?: ResponseCache;
  /** Milliseconds since the Unix epoch. */
  now?: () => number;
}
