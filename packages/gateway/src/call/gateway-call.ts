import type { EventStreamMessage } from '@outcrop/bedrock';
import type { CallRecord } from '../recording/call-record.ts';
import type { Target } from '../routing/target.ts';
import type { UpstreamAnswer } from '../upstream/upstream-answer.ts';
import type { UpstreamRequest } from '../upstream/upstream-request.ts';
import type { Notice } from '../translate/conversation/translation-context.ts';

/**
 * One call from its admission to its record. Attempts, timings, the upstream's request and its answer's bytes are noted
 * by `send`; a route adds what only it knows and ends the call.
 */
export interface GatewayCall {
  readonly traceId: string;
  readonly spanId: string;
  /** `x-outcrop-trace-id`, `x-outcrop-span-id` and what else every answer carries. */
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly timings: CallRecord['timings'];
  /** Aborted when the client leaves or the gateway stops. */
  readonly signal: AbortSignal;
  /**
   * Tries the call's targets in order, with retries, until one answers. `build` is called once for each target that is
   * tried; what it throws ends the call. Resolves to the last answer even if it is a refusal, whose body then is whole
   * in memory. Rejects with a GatewayError when nothing answered.
   */
  send(build: (target: Target) => UpstreamRequest | Promise<UpstreamRequest>): Promise<UpstreamAnswer>;
  /**
   * Asks the best target over HTTP/2 with a body that is written while the answer comes. Nothing is tried twice, since what
   * the client sends is gone then. `build` gives no body.
   */
  open(build: (target: Target) => UpstreamRequest): Promise<OpenedCall>;
  /** Every target of the call's model, best first. */
  listTargets(): Promise<readonly Target[]>;
  /**
   * Takes the messages of a streamed answer that are decoded anyway, so that recording the call need not decode them again.
   * Undefined for an answer of which only its bytes can tell.
   */
  watchStream(): ((message: EventStreamMessage, payload: unknown) => void) | undefined;
  addNotices(notices: readonly Notice[]): void;
  /** Records the call; only the first time. A call whose client left is recorded as aborted. */
  finish(end: CallEnd): void;
}

/** A call whose body is still being written. */
export interface OpenedCall {
  /** Rejects with a GatewayError. */
  answer: Promise<UpstreamAnswer>;
  /** Takes one encoded message of an event stream and signs it where that is needed. False asks to wait for `onDrain`. */
  write(message: Uint8Array): boolean;
  end(): void;
  onDrain(listener: () => void): void;
}

/** How a call ended, as its route knows it. */
export type CallEnd = Pick<CallRecord, 'status' | 'error' | 'partialReason' | 'restoration'>;
