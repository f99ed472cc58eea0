import type { IncomingHttpHeaders } from 'node:http';
import type { CachedUpstream } from './control/cache/cached-upstream.ts';
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

/** What a call may use. Both methods are idempotent. */
export interface Admission {
  /** OpenAI's `x-ratelimit-*`, for the answer; absent where no rate is limited. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The call is over, however it ended: the next that waits may run. */
  end(): void;
  /**
   * Ends the call, and counts the tokens and US dollars that it took, as far as they are known, in place of what was
   * guessed when it began. For the recorder, which learns them after the call.
   */
  settle(spent: { tokens?: number; costUsd?: number }): void;
}

/** What is known of a call before it runs. */
export interface AdmissionRequest {
  model: string;
  /** Aborted when the call ends before it runs. Asked for only when the call has to wait. */
  findSignal: () => AbortSignal;
  /** The client's, which its tokens are guessed from until they are known. */
  body: Uint8Array;
}

/** Where a request came from. */
export interface RequestOrigin {
  headers: IncomingHttpHeaders;
  /** The peer's address; wrong keys are counted by it. */
  address: string;
}

/** A request that is the same call as another exactly when both fields are the same. */
export interface CacheKey {
  project: string;
  /** SHA-256 of project, API, model and body, hex. */
  hash: string;
}

export interface CachedAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  storedAt: number;
  /** What the traces of those who get the answer are made of. JSON. */
  upstream?: CachedUpstream;
}

/** Keeps whole answers of the gateway as the client got them, streams included. Failures of the cache fail no call. */
export interface ResponseCache {
  find(key: CacheKey): Promise<CachedAnswer | undefined>;
  store(key: CacheKey, answer: CachedAnswer, ttlSeconds: number): void;
}

/** A request that was refused before it was a call: without a key, too large, no JSON, or of no path. */
export interface Refusal {
  method: string;
  /** As it came, still encoded, without its query. */
  path: string;
  status: number;
  /** Of the error. */
  code: string;
  /** Absent where the key was not known. */
  caller?: Caller;
  /** Milliseconds since the Unix epoch. */
  startedAt: number;
  endedAt: number;
}

/** What the gateway needs of the program that runs it. */
export interface GatewayHost {
  /**
   * Throws a GatewayError: 401 for an unknown key, 403 for one that may not use the gateway or the project asked for, 429
   * after many wrong keys.
   */
  authenticate(secret: string, origin: RequestOrigin): Caller | Promise<Caller>;
  /** Every target of a model by the name that the client calls it. Throws a GatewayError (404, 403) when there is none. */
  findTargets(caller: Caller, model: string): readonly Target[] | Promise<readonly Target[]>;
  /** Targets for operations without a model, such as ApplyGuardrail: one for each provider that the project has. */
  findProviderTargets(caller: Caller): readonly Target[] | Promise<readonly Target[]>;
  listModels(caller: Caller): Promise<readonly ListedModel[]>;
  /** Applies rate limits, budgets and concurrency; waits its turn. Throws a GatewayError of status 429. */
  admit(caller: Caller, request: AdmissionRequest): Admission | Promise<Admission>;
  /** Takes a finished call for its trace. Returns at once and never throws. */
  record(call: CallRecord): void;
  /** Takes what was refused and leaves no trace. Returns at once and never throws. */
  noteRefusal?(refusal: Refusal): void;
  cache?: ResponseCache;
  /** Milliseconds since the Unix epoch. */
  now?: () => number;
}
