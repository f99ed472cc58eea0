import type { ApiClient } from '@outcrop/api-client';
import type { ProviderSummary } from '@outcrop/protocol';
import { getNamed } from './find-named.ts';

/** The provider of a name or an id; with a project, one that serves it. */
export async function getProvider(
  client: ApiClient,
  { wanted, project }: { wanted: string; project: string | undefined },
): Promise<ProviderSummary> {
  const { providers } = await client.listProviders({ project });
  return getNamed({ kind: 'provider', items: providers, wanted, describe: describeOwner });
}

export function describeOwner({ project, region }: Pick<ProviderSummary, 'project' | 'region'>): string {
  return `${project === null ? 'every project' : `project ${project}`}, ${region}`;
}
