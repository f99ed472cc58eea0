import { timingSafeEqual } from 'node:crypto';
import { parseAuthorization, type ParsedAuthorization } from './authorization-header.ts';
import { buildCanonicalRequest, hashHex, type SignableRequest } from './canonical-request.ts';
import type { AwsCredentials } from './sign-request.ts';
import { computeSignature, formatTimestamp } from './signature.ts';

const allowedSkewMs = 5 * 60 * 1000;

export interface VerifyOptions {
  /** The credentials of an access key id; undefined when unknown. */
  findCredentials(accessKeyId: string): AwsCredentials | undefined;
  /** Refuses a signature for another service; `bedrock` unless given. */
  service?: string;
  /** Refuses a signature for another Region; any Region is taken when absent. */
  region?: string;
  now?: Date;
  /**
   * Takes a body that is signed event by event, as bidirectional streams are: the signature of the request then says
   * nothing of it.
   */
  hasSignedEvents?: boolean;
}

/** A refusal as AWS answers it: `type` is the exception's name and goes into `x-amzn-errortype`. */
export interface SignatureRefusal {
  isValid: false;
  type:
    | 'MissingAuthenticationTokenException'
    | 'IncompleteSignatureException'
    | 'UnrecognizedClientException'
    | 'InvalidSignatureException';
  status: 400 | 403;
  message: string;
}

export interface ValidSignature {
  isValid: true;
  accessKeyId: string;
  region: string;
  service: string;
}

/** Verifies a Signature Version 4 request over all it signed, its body included. Compares in constant time. */
export function verifySignature(
  request: SignableRequest,
  options: VerifyOptions,
): ValidSignature | SignatureRefusal {
  const headers = lowerCaseNames(request.headers);
  if (!headers.authorization) {
    return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const parsed = parseAuthorization(headers.authorization);
  if ('problem' in parsed) return refuse('IncompleteSignatureException', parsed.problem);
  const problem =
    findMissingPart(parsed, headers) ??
    findWrongScope(parsed, options) ??
    findWrongTime(headers['x-amz-date'] ?? '', options.now ?? new Date()) ??
    findWrongSignature({ ...request, headers }, parsed, options);
  const { region, service } = parsed.scope;
  return problem ?? { isValid: true, accessKeyId: parsed.accessKeyId, region, service };
}

function findWrongSignature(
  request: SignableRequest,
  { accessKeyId, scope, signedHeaders, signature }: ParsedAuthorization,
  options: VerifyOptions,
): SignatureRefusal | undefined {
  const credentials = options.findCredentials(accessKeyId);
  const token = request.headers['x-amz-security-token'];
  if (!credentials || (credentials.sessionToken ?? '') !== (token ?? '')) {
    return refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  const payloadHash = findPayloadHash(request, options);
  for (const headers of listSignedForms(request.headers)) {
    const expected = computeSignature({
      canonicalRequest: buildCanonicalRequest({ ...request, headers }, signedHeaders, payloadHash),
      timestamp: headers['x-amz-date'] ?? '',
      scope,
      secretAccessKey: credentials.secretAccessKey,
    });
    if (isSameText(expected, signature)) return undefined;
  }
  return refuse(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

/** Anthropic's client for Bedrock signs the host without its port up to 0.32: right for Bedrock itself, wrong on any other port. */
function listSignedForms(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>>[] {
  const host = headers.host?.replace(/:\d+$/u, '');
  return host === undefined || host === headers.host ? [headers] : [headers, { ...headers, host }];
}

const signedEvents = 'STREAMING-AWS4-HMAC-SHA256-EVENTS';

function findPayloadHash(request: SignableRequest, { hasSignedEvents }: VerifyOptions): string {
  const isSignedByEvent = hasSignedEvents && request.headers['x-amz-content-sha256'] === signedEvents;
  return isSignedByEvent ? signedEvents : hashHex(request.body ?? '');
}

function findMissingPart(
  { signedHeaders, scope }: ParsedAuthorization,
  headers: Readonly<Record<string, string>>,
): SignatureRefusal | undefined {
  const timestamp = headers['x-amz-date'];
  if (!timestamp || !/^\d{8}T\d{6}Z$/.test(timestamp)) {
    return refuse(
      'IncompleteSignatureException',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  // The AWS SDK for JavaScript signs HTTP/2's `:authority` in its place.
  if (!signedHeaders.includes('host') && !signedHeaders.includes(':authority')) {
    return refuse('InvalidSignatureException', "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (timestamp.slice(0, 8) !== scope.date) {
    return refuse(
      'InvalidSignatureException',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
    );
  }
  return undefined;
}

function findWrongScope(
  { scope }: ParsedAuthorization,
  options: VerifyOptions,
): SignatureRefusal | undefined {
  const { service = 'bedrock', region } = options;
  if (scope.service !== service) {
    return refuse(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${service}'. `,
    );
  }
  if (region !== undefined && scope.region !== region) {
    return refuse(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${scope.region}'. `,
    );
  }
  return undefined;
}

/** The words are those of Bedrock's own answers. */
function findWrongTime(timestamp: string, now: Date): SignatureRefusal | undefined {
  const signedAtMs = Date.parse(
    timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const server = formatTimestamp(now);
  if (!(signedAtMs >= now.getTime() - allowedSkewMs)) {
    const earliest = formatTimestamp(new Date(now.getTime() - allowedSkewMs));
    return refuse(
      'InvalidSignatureException',
      `Signature expired: ${timestamp} is now earlier than ${earliest} (${server} - 5 min.)`,
    );
  }
  if (signedAtMs > now.getTime() + allowedSkewMs) {
    const latest = formatTimestamp(new Date(now.getTime() + allowedSkewMs));
    return refuse(
      'InvalidSignatureException',
      `Signature not yet current: ${timestamp} is still later than ${latest} (${server} + 5 min.)`,
    );
  }
  return undefined;
}

function refuse(type: SignatureRefusal['type'], message: string): SignatureRefusal {
  return { isValid: false, type, status: type === 'IncompleteSignatureException' ? 400 : 403, message };
}

function isSameText(left: string, right: string): boolean {
  const leftBytes = Buffer.from(left);
  const rightBytes = Buffer.from(right);
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
