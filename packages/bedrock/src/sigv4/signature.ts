import { createHmac } from 'node:crypto';
import { hashHex } from './canonical-request.ts';

export const signatureAlgorithm = 'AWS4-HMAC-SHA256';

/** What a signature is good for: one day, one Region, one service. */
export interface CredentialScope {
  /** `YYYYMMDD` */
  date: string;
  region: string;
  service: string;
}

// A key serves a whole day, and making it costs four HMACs: half the time of signing a small request.
const signingKeys = new Map<string, Buffer>();
const maxSigningKeys = 200;

/** The signature in hex of a canonical request. `timestamp` is `YYYYMMDDTHHMMSSZ`. */
export function computeSignature(options: {
  canonicalRequest: string;
  timestamp: string;
  scope: CredentialScope;
  secretAccessKey: string;
}): string {
  const stringToSign = [
    signatureAlgorithm,
    options.timestamp,
    formatScope(options.scope),
    hashHex(options.canonicalRequest),
  ].join('\n');
  return computeStringSignature(stringToSign, options);
}

/** The signature in hex of what is signed in the end. */
export function computeStringSignature(
  stringToSign: string,
  { scope, secretAccessKey }: { scope: CredentialScope; secretAccessKey: string },
): string {
  return createHmac('sha256', getSigningKey(secretAccessKey, scope)).update(stringToSign).digest('hex');
}

/** As it stands in the Credential field. */
export function formatScope({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

/** `YYYYMMDDTHHMMSSZ` */
export function formatTimestamp(date: Date): string {
  const seconds = Math.floor(date.getTime() / 1000);
  if (seconds !== lastSeconds) {
    lastTimestamp = `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
    lastSeconds = seconds;
  }
  return lastTimestamp;
}

// A busy gateway signs thousands of requests in a second.
let lastSeconds = Number.NaN;
let lastTimestamp = '';

function getSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const name = `${formatScope(scope)} ${secretAccessKey}`;
  const known = signingKeys.get(name);
  if (known) return known;
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce(
    (derived, part) => createHmac('sha256', derived).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const oldest = signingKeys.keys().next();
  if (signingKeys.size >= maxSigningKeys && !oldest.done) signingKeys.delete(oldest.value);
  signingKeys.set(name, key);
  return key;
}
