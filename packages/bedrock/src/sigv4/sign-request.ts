import {
  buildCanonicalRequest,
  hashHex,
  listSignableHeaders,
  type SignableRequest,
} from './canonical-request.ts';
import { computeSignature, formatScope, formatTimestamp, signatureAlgorithm } from './signature.ts';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface SignOptions {
  credentials: AwsCredentials;
  region: string;
  /** `bedrock` unless given; `bedrock-mantle` and `sts` are others we meet. */
  service?: string;
  date?: Date;
  /** Instead of the body's own hash, for a body that is signed piece by piece. */
  payloadHash?: string;
}

/**
 * Signs a request with Signature Version 4 and returns the headers to add to it. `headers` must hold `host`.
 * The signature covers every header that proxies leave alone, and the body.
 */
export function signRequest(request: SignableRequest, options: SignOptions): Record<string, string> {
  const { credentials, region, service = 'bedrock' } = options;
  const timestamp = formatTimestamp(options.date ?? new Date());
  const payloadHash = options.payloadHash ?? hashHex(request.body ?? '');
  const added: Record<string, string> = { 'x-amz-date': timestamp, 'x-amz-content-sha256': payloadHash };
  if (credentials.sessionToken) added['x-amz-security-token'] = credentials.sessionToken;
  const headers: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) headers[name.toLowerCase()] = request.headers[name] ?? '';
  Object.assign(headers, added);
  const signedHeaders = listSignableHeaders(headers);
  const scope = { date: timestamp.slice(0, 8), region, service };
  const signature = computeSignature({
    canonicalRequest: buildCanonicalRequest({ ...request, headers }, signedHeaders, payloadHash),
    timestamp,
    scope,
    secretAccessKey: credentials.secretAccessKey,
  });
  added.authorization =
    `${signatureAlgorithm} Credential=${credentials.accessKeyId}/${formatScope(scope)}, ` +
    `SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return added;
}
