/** What a `modelId` names. `unknown` covers names we cannot place and anything malformed. */
export type ModelIdKind =
  | 'base'
  | 'system-profile'
  | 'application-profile'
  | 'provisioned'
  | 'custom'
  | 'custom-deployment'
  | 'imported'
  | 'prompt'
  | 'prompt-router'
  | 'marketplace'
  | 'unknown';

export interface ParsedModelId {
  kind: ModelIdKind;
  /** `aws`, `aws-us-gov`, `aws-cn` or `aws-eusc`; only from an ARN. */
  partition?: string;
  /** Only from an ARN. */
  region?: string;
  /** Only from an ARN. */
  accountId?: string;
  /** The last part of an ARN, such as the opaque id of an application profile. */
  resourceId?: string;
  /** `global`, `us`, `eu` … of a cross-Region profile. */
  profilePrefix?: string;
  /** Such as `anthropic`. Absent when the id does not say. */
  provider?: string;
  /** Without a profile's prefix, such as `anthropic.claude-sonnet-5`. Absent when the id does not say. */
  baseModelId?: string;
}

// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
const profilePrefixes = new Set([
  'global',
  'us',
  'us-gov',
  'eu',
  'apac',
  'jp',
  'au',
  'ca',
  'in',
  'sa',
  'me',
  'af',
]);

const kindByResource: Readonly<Record<string, ModelIdKind>> = {
  'foundation-model': 'base',
  'inference-profile': 'system-profile',
  'application-inference-profile': 'application-profile',
  'provisioned-model': 'provisioned',
  'custom-model': 'custom',
  'custom-model-deployment': 'custom-deployment',
  'imported-model': 'imported',
  prompt: 'prompt',
  'prompt-router': 'prompt-router',
  'default-prompt-router': 'prompt-router',
  endpoint: 'marketplace',
};

/** Says what a `modelId` of any form names. Never throws. */
export function parseModelId(id: unknown): ParsedModelId {
  if (typeof id !== 'string') return { kind: 'unknown' };
  return id.startsWith('arn:') ? parseArn(id) : parseName(id);
}

function parseArn(arn: string): ParsedModelId {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):([^/]+)\/(.+)$/.exec(arn);
  if (!match) return { kind: 'unknown' };
  const [, partition, service, region, accountId, type = '', resourceId = ''] = match;
  const kind = findKind(type, service);
  const place: Omit<ParsedModelId, 'kind'> = { partition, resourceId };
  if (region) place.region = region;
  if (accountId) place.accountId = accountId;
  if (kind === 'unknown') return { kind };
  const isNamed = kind === 'base' || kind === 'system-profile';
  return isNamed ? { ...parseName(resourceId), ...place, kind } : { kind, ...place };
}

function findKind(type: string, service: string | undefined): ModelIdKind {
  const kind = Object.hasOwn(kindByResource, type) ? kindByResource[type] : undefined;
  const expectedService = kind === 'marketplace' ? 'sagemaker' : 'bedrock';
  return kind && service === expectedService ? kind : 'unknown';
}

function parseName(name: string): ParsedModelId {
  const [first = '', second, ...rest] = name.split('.');
  if (!second || !/^[a-z0-9][\w.:@-]*$/i.test(name)) return { kind: 'unknown' };
  // `us.anthropic.claude-…` has a provider after its prefix; `openai.gpt-5.6-sol` only has a dot in its name.
  if (rest.length === 0 || !profilePrefixes.has(first)) {
    return { kind: 'base', provider: first, baseModelId: name };
  }
  return {
    kind: 'system-profile',
    profilePrefix: first,
    provider: second,
    baseModelId: name.slice(first.length + 1),
  };
}
