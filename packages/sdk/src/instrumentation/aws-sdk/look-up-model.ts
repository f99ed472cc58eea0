import { signRequest, type AwsCredentials, type ModelLookup } from '@outcrop/bedrock';
import type { AwsClient, SignedRequest } from './aws-sdk.ts';

const timeoutMs = 5000;
/** Whoever asks may not know, or there is nothing to know: another attempt would change neither. */
const finalStatuses: ReadonlySet<number> = new Set([403, 404]);
const largestAnswer = 1024 * 1024;

/**
 * Asks AWS's control plane with what the client itself uses: its credentials or API key, its request handler, its
 * Region. Undefined when AWS refuses or knows none; rejects when it cannot be asked.
 */
export async function lookUpModel(
  client: AwsClient,
  sent: SignedRequest,
  lookup: ModelLookup,
): Promise<string | undefined> {
  const request = await buildRequest(client, sent, lookup);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  timer.unref();
  try {
    const { response } = await client.config.requestHandler.handle(request, {
      abortSignal: controller.signal,
      requestTimeout: timeoutMs,
    });
    if (finalStatuses.has(response.statusCode)) return undefined;
    if (response.statusCode !== 200) throw new Error(`the control plane answered ${response.statusCode}`);
    return lookup.readModel(JSON.parse(await readBody(response.body)));
  } finally {
    clearTimeout(timer);
  }
}

async function buildRequest(
  client: AwsClient,
  sent: SignedRequest,
  lookup: ModelLookup,
): Promise<SignedRequest> {
  // A custom endpoint, such as a gateway's, may have a path of its own before the operation's.
  const path = sent.path.slice(0, Math.max(0, sent.path.indexOf('/model/'))) + lookup.path;
  const hostname = sent.hostname.replace(/^bedrock-runtime(?=[.-])/, lookup.service);
  const authority = sent.port === undefined ? hostname : `${hostname}:${sent.port}`;
  // Over HTTP/2 the SDK signs `:authority`, over HTTP/1.1 `host`.
  const headers: Record<string, string> = {
    accept: 'application/json',
    [':authority' in sent.headers ? ':authority' : 'host']: authority,
  };
  // The SDK writes it in capitals when it is an API key.
  const authorization = sent.headers['Authorization'] ?? '';
  if (authorization.startsWith('Bearer ')) headers['authorization'] = authorization;
  else {
    const query = new URLSearchParams(lookup.query).toString();
    const credentials = (await client.config.credentials?.()) as AwsCredentials;
    const region = String(await client.config.region?.());
    Object.assign(headers, signRequest({ method: 'GET', path, query, headers }, { credentials, region }));
  }
  const { protocol, port } = sent;
  const RequestClass = sent.constructor as new (options: object) => SignedRequest;
  return new RequestClass({ protocol, hostname, port, method: 'GET', path, query: lookup.query, headers });
}

async function readBody(body: unknown): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > largestAnswer) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
