import { parseModelId } from '../model-id/parse-model-id.ts';

/**
 * The id under which a catalog lists a model or profile. A geographic profile that is not listed costs what another
 * geographic one does, or what the model itself does where no cheaper global profile exists. Undefined rather than a guess.
 */
export function findCatalogId(id: string, has: (id: string) => boolean): string | undefined {
  const { kind, profilePrefix, baseModelId } = parseModelId(id);
  if (baseModelId === undefined || (kind !== 'base' && kind !== 'system-profile')) return undefined;
  const exact = profilePrefix === undefined ? baseModelId : `${profilePrefix}.${baseModelId}`;
  if (has(exact)) return exact;
  if (profilePrefix === undefined || profilePrefix === 'global' || profilePrefix === 'us-gov')
    return undefined;
  const sibling = ['us', 'eu', 'apac', 'jp', 'au'].map((prefix) => `${prefix}.${baseModelId}`).find(has);
  if (sibling) return sibling;
  return has(baseModelId) && !has(`global.${baseModelId}`) ? baseModelId : undefined;
}
