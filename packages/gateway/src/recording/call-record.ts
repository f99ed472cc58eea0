import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayError } from '../gateway-error.ts';
import type { Admission } from '../gateway-host.ts';
import type { Caller } from '../routing/caller.ts';
import type { Target } from '../routing/target.ts';
import type { AnswerRestoration } from '../translate/conversation/answer-restoration.ts';
import type { Notice } from '../translate/conversation/translation-context.ts';
import type { ClientApiName } from '../translate/registry.ts';
import type { StreamReading } from './stream-reading.ts';

/** The API that a client spoke: one that is translated, one of OpenAI's others, or an operation of Bedrock's own. */
export type CalledApi =
  | { kind: 'client'; api: ClientApiName }
  | {
      kind: 'other';
      api: 'completions' | 'embeddings' | 'images' | 'rerank' | 'count-tokens' | 'transcriptions';
    }
  | { kind: 'native'; command: string };

/** One try at one target. Times are milliseconds since the Unix epoch, with fractions. */
export interface AttemptRecord {
  target: Target;
  startedAt: number;
  /** Whether the request went out: until there is a connection nobody was asked. */
  isSent?: boolean;
  /** When the answer's headers had arrived; absent when none did. */
  answeredAt?: number;
  status?: number;
  error?: GatewayError;
  /** Waited before the next try. */
  delayMs?: number;
}

/** What the gateway's own time went into, in milliseconds. */
export interface GatewayTimings {
  parseMs?: number;
  translateMs?: number;
  queueMs?: number;
  signMs?: number;
  /** From the sent request to the headers of the answer. */
  upstreamWaitMs?: number;
  /** From the start to the first piece of the answer's body. */
  firstByteMs?: number;
}

/** The call that a cached answer once was for, and the target that gave it. */
export interface CachedCallSource extends Partial<Pick<Target, 'knownModelId'>> {
  spanId: string;
  startedAt: number;
}

/** What Bedrock answered to one request. */
export interface UpstreamRecord {
  /** Absent when nothing answered. */
  upstreamStatus?: number;
  /** Lower-case names. */
  responseHeaders: Readonly<Record<string, string>>;
  /** In the pieces in which it came; event streams as they were on the wire. */
  responseChunks: readonly Uint8Array[];
}

/**
 * What a call leaves behind, as bytes: nothing is parsed for it while the call runs that translating does not parse anyway. Whoever records it owns it once the
 * call is over.
 */
export interface CallRecord extends UpstreamRecord {
  api: CalledApi;
  caller: Caller;
  /** By the name that the client called it. */
  model: string;
  isStream: boolean;
  /** 32 and 16 lower-case hex digits. */
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  startedAt: number;
  endedAt: number;
  requestHeaders: IncomingHttpHeaders;
  /** As the client sent it. */
  requestBody: Uint8Array;
  /** Its size, where only that is left of it. */
  requestBytes?: number;
  /** As Bedrock got it; absent when it is the same. */
  upstreamBody?: Uint8Array;
  /** As Bedrock got it, with its query. */
  upstreamPath?: string;
  dropped: readonly Notice[];
  attempts: readonly AttemptRecord[];
  timings: GatewayTimings;
  status: number;
  /** When each of the pieces came, in milliseconds since `startedAt`: tells the time to the first token. */
  responseTimes?: readonly number[];
  /** After the first one, where one request of the client takes several of Bedrock, such as an embedding for each text. */
  furtherAnswers?: readonly UpstreamRecord[];
  /** What was read of a streamed answer while it was translated; without it, its bytes tell. */
  streamed?: StreamReading;
  /** What translating the request left for its answer, so that the recorded answer has the client's names. */
  restoration?: AnswerRestoration;
  /** Set when more arrived than is kept. */
  isResponseCut?: boolean;
  error?: GatewayError;
  /** Why an answer is not whole: the client left, or Bedrock broke off. */
  partialReason?: 'aborted' | 'truncated' | 'exception';
  /** Settled by the recorder, which knows what the call took; absent when nothing was admitted. */
  admission?: Admission;
  /** Whether the answer came from the cache. */
  cache?: 'hit' | 'miss';
  /** Of an answer from the cache, which took no attempt: the call that it came from. */
  cachedFrom?: CachedCallSource;
}
