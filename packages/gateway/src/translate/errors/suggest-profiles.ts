import { findModel, parseModelId } from '@outcrop/bedrock';

const prefixesOfRegion: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^us-gov-/, ['us-gov']],
  [/^(us|ca)-/, ['us', 'ca', 'global']],
  [/^eu-/, ['eu', 'global']],
  [/^ap-northeast-/, ['jp', 'apac', 'global']],
  [/^ap-southeast-(2|4|6)/, ['au', 'apac', 'global']],
  [/^ap-/, ['apac', 'in', 'global']],
];

/** Whether calls from a Region may use an id; a profile's prefix says where from. */
export function isProfileOfRegion(modelId: string, region: string): boolean {
  const { profilePrefix } = parseModelId(modelId);
  return profilePrefix === undefined || listPrefixes(region).includes(profilePrefix);
}

/** The cross-Region profiles through which a Region reaches a model that it does not serve on demand, nearest first. */
export function suggestProfiles(modelId: string, region: string): string[] {
  const { kind, baseModelId } = parseModelId(modelId);
  if (kind !== 'base' || baseModelId === undefined) return [];
  return listPrefixes(region)
    .map((prefix) => `${prefix}.${baseModelId}`)
    .filter((profile) => findModel(profile)?.id === profile);
}

function listPrefixes(region: string): readonly string[] {
  return prefixesOfRegion.find(([pattern]) => pattern.test(region))?.[1] ?? ['global'];
}
