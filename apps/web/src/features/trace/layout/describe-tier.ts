import { isObject, type JsonObject, readString } from '../../../lib/json-value.ts';

function readTier(value: unknown): string | undefined {
  return isObject(value) ? readString(value['type']) : readString(value);
}

/** "priority", or "default tier, priority asked" when another one was served; undefined when no tier is told. */
export function describeTier(metadata: JsonObject): string | undefined {
  const asked = readTier(metadata['requested_service_tier']);
  const served = readTier(metadata['service_tier']);
  if (served === undefined) return asked && `${asked} tier asked`;
  return asked === undefined || asked === served ? `${served} tier` : `${served} tier, ${asked} asked`;
}
