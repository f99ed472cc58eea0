import type { GatewayCall } from '../call/gateway-call.ts';
import { GatewayError } from '../gateway-error.ts';
import type { Target } from '../routing/target.ts';
import type { InvokeAnswer } from '../translate/embeddings/translate-embeddings.ts';
import { buildModelPath } from './build-model-path.ts';
import { readJsonAnswer } from './read-answer.ts';

/** What several calls of InvokeModel are to ask, once it is known which model answers. */
export interface InvokePlan {
  bodies: readonly object[];
}

export interface InvokedModel<Plan extends InvokePlan> {
  plan: Plan;
  /** In the order of the plan's bodies. */
  answers: InvokeAnswer[];
  /** Of the first answer. */
  headers: Readonly<Record<string, string>>;
}

// Enough to be quick, few enough not to be throttled.
const mostAtOnce = 8;

/**
 * Asks a model by InvokeModel as often as the plan has bodies. The first answer decides which model the others come from:
 * answers of two models would not belong together.
 */
export async function invokeModel<Plan extends InvokePlan>(
  call: GatewayCall,
  buildPlan: (knownModelId: string) => Plan,
): Promise<InvokedModel<Plan>> {
  let plan: Plan | undefined;
  let modelId: string | undefined;
  const ask = async (index: number): Promise<InvokeAnswer> => {
    const answer = await call.send((target) => {
      if (index === 0) {
        plan = buildPlan(target.knownModelId);
        modelId = target.knownModelId;
      } else if (target.knownModelId !== modelId) throw describeTwoModels(target);
      return buildInvocation(target, plan?.bodies[index]);
    });
    return { body: await readJsonAnswer(answer), headers: answer.headers };
  };
  const first = await ask(0);
  if (!plan) throw new GatewayError('No target was asked.', { status: 500, code: 'internal_error' });
  const answers = [first];
  for (let start = 1; start < plan.bodies.length; start += mostAtOnce) {
    const indexes = plan.bodies.slice(start, start + mostAtOnce).map((_body, offset) => start + offset);
    // What is under way is paid for, so that its usage is waited for where another one failed.
    const asked = await Promise.allSettled(indexes.map(ask));
    for (const one of asked) {
      if (one.status === 'rejected') throw one.reason;
      answers.push(one.value);
    }
  }
  return { plan, answers, headers: first.headers };
}

function buildInvocation(target: Target, body: object | undefined) {
  return {
    path: buildModelPath(target, 'invoke'),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  };
}

function describeTwoModels({ knownModelId }: Target): GatewayError {
  return new GatewayError(
    `Part of the answer came from another model and only ${knownModelId} is left for the rest: try again.`,
    { status: 503, code: 'service_unavailable' },
  );
}
