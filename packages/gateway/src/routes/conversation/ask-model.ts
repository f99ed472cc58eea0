import type { GatewayCall } from '../../call/gateway-call.ts';
import { GatewayError } from '../../gateway-error.ts';
import type { UpstreamAnswer } from '../../upstream/upstream-answer.ts';
import { isRefusal, readRefusal } from '../read-answer.ts';
import { type PreparedQuestion, prepareTarget, type Question } from './prepare-target.ts';

export interface ModelAnswer extends PreparedQuestion {
  answer: UpstreamAnswer;
}

/**
 * Asks the call's targets, each in its own format, until one answers. Rejects when none did, and with what Bedrock refused.
 */
export async function askModel(call: GatewayCall, question: Question): Promise<ModelAnswer> {
  const { timings } = call;
  let prepared: PreparedQuestion | undefined;
  const answer = await call.send(async (target) => {
    const start = performance.now();
    prepared = await prepareTarget(question, target);
    timings.translateMs = (timings.translateMs ?? 0) + performance.now() - start;
    return prepared.request;
  });
  if (isRefusal(answer)) throw await readRefusal(answer);
  if (!prepared) throw new GatewayError('No target was asked.', { status: 500, code: 'internal_error' });
  call.addNotices(prepared.translated.dropped);
  return { answer, ...prepared };
}
