import { GatewayError, type ProviderClient, type UpstreamProvider } from '@outcrop/gateway';
import { listAccountModels } from '../../models/account-models.ts';
import type { StepFinding } from './test-connection.ts';

export interface ModelCallQuestion {
  upstream: UpstreamProvider;
  client: ProviderClient;
}

/** Cheap models of many Regions, cheapest first; with the prefixes of profiles, since many Regions serve no other. */
const candidates = [
  'amazon.nova-micro-v1:0',
  'amazon.nova-lite-v1:0',
  'amazon.nova-2-lite-v1:0',
  'anthropic.claude-haiku-4-5-20251001-v1:0',
  'openai.gpt-oss-20b-1:0',
  'meta.llama3-2-1b-instruct-v1:0',
  'mistral.mistral-7b-instruct-v0:2',
];
const profilePrefixes = ['', 'us.', 'eu.', 'apac.', 'jp.', 'au.', 'us-gov.', 'global.'];
const mostCalls = 4;
/** Another model may do where one is not there, needs a profile or is not granted. */
const perModelErrors = new Set(['ResourceNotFoundException', 'ValidationException', 'AccessDeniedException']);

const body = JSON.stringify({
  messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
  inferenceConfig: { maxTokens: 1 },
});

/** Asks cheap models for one token until one gives it. Rejects with the first refusal when none does. */
export async function callSmallestModel({ upstream, client }: ModelCallQuestion): Promise<StepFinding> {
  let firstError: GatewayError | undefined;
  for (const modelId of await chooseModels({ upstream, client })) {
    try {
      const answer = await client.ask(upstream, {
        path: `/model/${encodeURIComponent(modelId)}/converse`,
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { usage } = answer as { usage?: { totalTokens?: number } };
      return { message: `${modelId} answered, for ${usage?.totalTokens ?? 'a few'} tokens.` };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      firstError ??= error;
      if (!perModelErrors.has(error.exception ?? '')) throw error;
    }
  }
  throw firstError ?? noModelError(upstream.endpoint.region);
}

async function chooseModels({ upstream, client }: ModelCallQuestion): Promise<string[]> {
  const region = upstream.endpoint.region;
  const ids = candidates.flatMap((id) => profilePrefixes.map((prefix) => prefix + id));
  const seen = await listAccountModels(client, upstream).catch(() => undefined);
  const usable = seen
    ? ids.filter((id) => seen.models.get(id)?.isOnDemand)
    : ids.filter((id) => isLikelyIn(region, id));
  return usable.slice(0, mostCalls);
}

/** By their own ids, and by the profile of the Region's geography. */
function isLikelyIn(region: string, id: string): boolean {
  const [geography = ''] = region.split('-');
  const prefix = geography === 'ap' ? 'apac.' : `${geography}.`;
  return candidates.includes(id) || id.startsWith(prefix);
}

function noModelError(region: string): GatewayError {
  return new GatewayError(`the account sees none of the models in ${region} that a test can call cheaply.`, {
    status: 404,
    code: 'no_test_model',
  });
}
