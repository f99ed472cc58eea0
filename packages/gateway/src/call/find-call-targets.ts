import { GatewayError } from '../gateway-error.ts';
import { orderTargets } from '../routing/order-targets.ts';
import type { Target } from '../routing/target.ts';
import type { CallContext } from './call-context.ts';
import type { RunningCall } from './running-call.ts';

/** The targets of a call's model and then those of each fallback, best first. Throws a GatewayError when there is none. */
export async function findCallTargets(context: CallContext, call: RunningCall): Promise<readonly Target[]> {
  const { model, fallbackModels } = call;
  if (fallbackModels.length === 0) return findModelTargets(context, call, model);
  const found: Target[] = [];
  let firstProblem: unknown;
  for (const name of [model, ...fallbackModels]) {
    try {
      found.push(...(await findModelTargets(context, call, name)));
    } catch (problem) {
      firstProblem ??= problem;
    }
  }
  if (found.length === 0) throw firstProblem;
  return found;
}

async function findModelTargets(
  context: CallContext,
  { caller, steering: { providerName } }: RunningCall,
  model: string,
): Promise<readonly Target[]> {
  const { host } = context;
  const all = await (model === '' ? host.findProviderTargets(caller) : host.findTargets(caller, model));
  const wanted =
    providerName === undefined ? all : all.filter(({ provider }) => provider.name === providerName);
  if (wanted.length > 0) return orderTargets(wanted, context);
  if (providerName === undefined) {
    throw new GatewayError('this project has no AI provider: add one under Settings, AI providers.', {
      status: 404,
      code: 'no_provider',
    });
  }
  const names = [...new Set(all.map(({ provider }) => JSON.stringify(provider.name)))].join(', ');
  throw new GatewayError(
    `no provider called ${JSON.stringify(providerName)} serves this; x-outcrop-provider can be ${names || 'left out'}.`,
    { status: 404, code: 'provider_not_found' },
  );
}
