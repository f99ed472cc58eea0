/** What a short-term Bedrock API key says of itself. */
export interface ApiKeyFacts {
  /** Microseconds since the Unix epoch. */
  expiresAt: number | null;
  /** The only Region that it is good for. */
  region: string | null;
}

const prefix = 'bedrock-api-key-';
const nothing: ApiKeyFacts = { expiresAt: null, region: null };

/**
 * Reads a short-term key, which is a presigned URL in base64. A long-term key says nothing. Never throws.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
 */
export function readApiKey(key: string): ApiKeyFacts {
  if (!key.startsWith(prefix)) return nothing;
  const text = Buffer.from(key.slice(prefix.length), 'base64').toString('latin1');
  const query = new URLSearchParams(text.slice(text.indexOf('?') + 1));
  const read = (name: string) => query.get(name) ?? '';
  const signedAt = parseTimestamp(read('X-Amz-Date'));
  const seconds = Number(read('X-Amz-Expires'));
  const [, region] =
    /^[^/]+\/\d{8}\/([a-z0-9-]+)\/bedrock\/aws4_request$/.exec(read('X-Amz-Credential')) ?? [];
  const isKnown = signedAt !== undefined && Number.isInteger(seconds) && seconds > 0;
  return { expiresAt: isKnown ? (signedAt + seconds * 1000) * 1000 : null, region: region ?? null };
}

/** `20261127T093000Z`, to milliseconds. */
function parseTimestamp(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
