import { setTimeout as wait } from 'node:timers/promises';
import { GatewayError } from '../gateway-error.ts';
import type { AttemptRecord } from '../recording/call-record.ts';
import { computeDelayMs, isPassedOn, isRetried } from '../routing/retry-policy.ts';
import type { Target } from '../routing/target.ts';
import { readUpstreamError } from '../translate/errors/read-upstream-error.ts';
import type { UpstreamAnswer } from '../upstream/upstream-answer.ts';
import type { AttemptAnswer } from './attempt.ts';
import { findFirstException } from './find-first-exception.ts';
import type { CallContext } from './call-context.ts';
import type { RunningCall } from './running-call.ts';

interface TryOptions {
  targets: readonly Target[];
  call: RunningCall;
  ask: (target: Target, record: AttemptRecord) => Promise<AttemptAnswer>;
}

/** An answer, or why there is none. */
interface Outcome {
  record: AttemptRecord;
  answer?: UpstreamAnswer;
  error?: GatewayError;
}

/**
 * Asks one target after the other, since that costs no time; once all of them failed, waits and asks again those that may
 * have recovered. Nothing of an answer has gone to the client while this runs.
 */
export async function tryTargets(
  context: CallContext,
  options: TryOptions,
): Promise<Omit<Outcome, 'record'>> {
  const { call } = options;
  let round = await tryEach(context, options, options.targets);
  for (let retry = 1; retry <= call.steering.retries && round.recovering.length > 0; retry += 1) {
    const isWaitedFor = await waitForRetry(context, call, { last: round.last, retry });
    if (call.abortReason) return { error: call.abortReason };
    if (!isWaitedFor) break;
    round.last.answer?.body.abort();
    round = await tryEach(context, options, round.recovering);
  }
  return round.last;
}

interface Round {
  last: Outcome;
  /** Targets worth another try, if this round brought no answer that settles the call. */
  recovering: Target[];
}

async function tryEach(
  context: CallContext,
  options: TryOptions,
  targets: readonly Target[],
): Promise<Round> {
  const recovering: Target[] = [];
  let last: Outcome | undefined;
  for (const target of targets) {
    last?.answer?.body.abort();
    last = await tryTarget(context, options, target);
    const { error } = last;
    if (!error || !isPassedOn(error.status) || options.call.abortReason) return { last, recovering: [] };
    if (isRetried(error.status)) recovering.push(target);
  }
  if (!last) throw new GatewayError('there is no target to ask.', { status: 500, code: 'internal' });
  return { last, recovering };
}

/** False when it is better not to try again. */
async function waitForRetry(
  context: CallContext,
  call: RunningCall,
  { last, retry }: { last: Outcome; retry: number },
): Promise<boolean> {
  const delayMs = last.error && computeDelayMs(retry, last.error, context.random());
  if (delayMs === undefined || !context.retryBudget.take()) return false;
  last.record.delayMs = delayMs;
  await wait(delayMs, undefined, { signal: call.signal }).catch(() => undefined);
  return true;
}

async function tryTarget(context: CallContext, { call, ask }: TryOptions, target: Target): Promise<Outcome> {
  const record = call.addAttempt(target);
  try {
    const answer = await ask(target, record);
    if (answer.status < 400) {
      const exception = await findFirstException(answer);
      // Should nobody do better, the stream is handed on as it is.
      if (exception) return noteFailure(context, { record, answer, error: exception });
      context.coolDowns.noteSuccess(target);
      return { record, answer };
    }
    const { status, headers, body } = answer;
    const error = readUpstreamError({
      status,
      headers,
      body: (await body.keepWhole()).toString('utf8'),
      target,
    });
    return noteFailure(context, { record, answer: { ...answer, error }, error });
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause;
    return noteFailure(context, { record, error: cause });
  }
}

function noteFailure(
  context: CallContext,
  outcome: Required<Pick<Outcome, 'record' | 'error'>> & Outcome,
): Outcome {
  const { record, error } = outcome;
  record.error = error;
  if (isRetried(error.status)) context.coolDowns.noteFailure(record.target, error.retryAfterSeconds);
  return outcome;
}
