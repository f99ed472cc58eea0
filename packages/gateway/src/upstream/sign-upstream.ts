import { signRequest } from '@outcrop/bedrock';
import type { UpstreamCredentials } from '../routing/target.ts';
import type { PreparedEndpoint } from './prepare-endpoint.ts';

export interface UnsignedRequest {
  method: string;
  path: string;
  query: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | undefined;
  /** Instead of the body's own hash. */
  payloadHash?: string;
}

/** The headers of a request to AWS with its Host and Authorization; those of the provider go before those of the call. */
export function signUpstream(
  { method, path, query, headers, body, payloadHash }: UnsignedRequest,
  { host, headers: extraHeaders, region, service }: PreparedEndpoint,
  credentials: UpstreamCredentials,
): Record<string, string> {
  const sent: Record<string, string> = { ...headers, ...extraHeaders, host };
  if (credentials.kind === 'bearer') {
    sent.authorization = `Bearer ${credentials.token}`;
    return sent;
  }
  const added = signRequest(
    { method, path, query, headers: sent, body },
    { credentials: credentials.credentials, region, service, payloadHash },
  );
  return Object.assign(sent, added);
}
