import { suggestProfiles } from './suggest-profiles.ts';

/** Whom Bedrock refused. */
export interface RefusedTarget {
  /** As it was asked for, so that a profile that works can be named. */
  modelId: string;
  provider: { name: string; endpoint: { region: string } };
}

export interface Refusal {
  status: number;
  /** Of the gateway's codes. */
  code: string;
  message: string;
}

const credentialCodes: ReadonlySet<string> = new Set(['invalid_credentials', 'expired_credentials']);

/**
 * What Bedrock's words do not say and the client needs: above all, that a refused key is not the client's own. Undefined
 * where nothing is to be added.
 */
export function findWayOut(refusal: Refusal, { modelId, provider }: RefusedTarget): string | undefined {
  const { status, code, message } = refusal;
  const { name, endpoint } = provider;
  const place = `the AI provider ${JSON.stringify(name)}`;
  if (status === 401 || credentialCodes.has(code) || isKeyRefused(refusal)) {
    return `AWS refused the credentials of ${place}, not your own key: replace them under Settings → AI providers.`;
  }
  if (status === 403) {
    return `This is about the AWS identity of ${place}: see Settings → AI providers for the permissions it needs.`;
  }
  if (!/on-demand throughput isn.t supported/i.test(message)) return undefined;
  const profiles = suggestProfiles(modelId, endpoint.region);
  return profiles.length === 0
    ? undefined
    : `In ${endpoint.region} use ${profiles.join(' or ')} as the model.`;
}

/** Bedrock answers a wrong API key as if a permission were missing. */
function isKeyRefused({ status, message }: Refusal): boolean {
  return status === 403 && /API Key|bearer token|security token/i.test(message);
}
