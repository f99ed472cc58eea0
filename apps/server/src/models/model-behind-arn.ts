import { findModelLookup, parseModelId } from '@outcrop/bedrock';
import type { ProviderClient, UpstreamProvider } from '@outcrop/gateway';

/** Finds the model behind an ARN that does not say it, by asking a provider's account; once for each ARN. */
export interface ModelsBehindArns {
  /** Undefined when the ARN has no model that can be looked up, or the account does not tell. Never rejects. */
  find(modelId: string, provider: UpstreamProvider): Promise<string | undefined>;
}

const maxKnown = 1000;

const surfaces = { bedrock: 'control', 'bedrock-agent': 'agent-control' } as const;

export function createModelsBehindArns(client: ProviderClient): ModelsBehindArns {
  const known = new Map<string, Promise<string | undefined>>();
  const ask = async (modelId: string, provider: UpstreamProvider): Promise<string | undefined> => {
    const { baseModelId, profilePrefix } = parseModelId(modelId);
    if (baseModelId !== undefined) {
      return profilePrefix === undefined ? baseModelId : `${profilePrefix}.${baseModelId}`;
    }
    const lookup = findModelLookup(modelId);
    if (!lookup) return undefined;
    const answer = await client.ask(provider, {
      method: 'GET',
      surface: surfaces[lookup.service],
      path: lookup.path,
      query: new URLSearchParams(lookup.query).toString(),
      headers: {},
    });
    return lookup.readModel(answer);
  };
  return {
    find(modelId, provider) {
      const key = JSON.stringify([provider.id, modelId]);
      let found = known.get(key);
      if (!found) {
        found = ask(modelId, provider).catch(() => {
          // Asked again next time: a permission may come.
          known.delete(key);
          return undefined;
        });
        if (known.size >= maxKnown) known.clear();
        known.set(key, found);
      }
      return found;
    },
  };
}
