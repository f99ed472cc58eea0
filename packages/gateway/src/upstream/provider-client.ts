import { GatewayError } from '../gateway-error.ts';
import type { UpstreamProvider } from '../routing/target.ts';
import { readUpstreamError } from '../translate/errors/read-upstream-error.ts';
import { createTransport } from './create-transport.ts';
import { prepareEndpoint, type PreparedEndpoint } from './prepare-endpoint.ts';
import { signUpstream } from './sign-upstream.ts';
import type { Transport } from './transport.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/** Asks a provider what is no call of a model: lists, and what a connection test needs. Not for the hot path. */
export interface ProviderClient {
  /** The parsed JSON of the answer. Rejects with a GatewayError, for a refusal of AWS's too. */
  ask(provider: UpstreamProvider, request: UpstreamRequest): Promise<unknown>;
  close(): Promise<void>;
}

export interface ProviderClientOptions {
  /** Of one answer. */
  timeoutMs: number;
}

const maxAnswerBytes = 16 * 1024 * 1024;

export function createProviderClient({ timeoutMs }: ProviderClientOptions): ProviderClient {
  const transport = createTransport({ connectMs: timeoutMs });
  return {
    async ask(provider, request) {
      const endpoint = prepareEndpoint(provider.endpoint, request.surface ?? 'runtime');
      const { status, headers, body } = await send(transport, { endpoint, request, provider, timeoutMs });
      const text = body.toString('utf8');
      if (status >= 300) throw readUpstreamError({ status, headers, body: text });
      return JSON.parse(text) as unknown;
    },
    close: () => transport.close(),
  };
}

interface Sending {
  endpoint: PreparedEndpoint;
  request: UpstreamRequest;
  provider: UpstreamProvider;
  timeoutMs: number;
}

interface WholeAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

async function send(
  transport: Transport,
  { endpoint, request, provider, timeoutMs }: Sending,
): Promise<WholeAnswer> {
  const { method = 'POST', query = '', headers } = request;
  const path = endpoint.buildPath(request.path);
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const credentials = await provider.credentials.get();
  const signed = signUpstream({ method, path, query, headers, body }, endpoint, credentials);
  return new Promise((resolve, reject: (error: GatewayError) => void) => {
    let head: Omit<WholeAnswer, 'body'> = { status: 0, headers: {} };
    const chunks: Buffer[] = [];
    let byteLength = 0;
    const sent = transport.send(
      {
        origin: endpoint.origin,
        isHttp2: endpoint.httpVersion === '2',
        method,
        path: query === '' ? path : `${path}?${query}`,
        headers: signed,
        body,
        isPrivateAllowed: endpoint.isPrivateAllowed,
        firstByteMs: timeoutMs,
        idleMs: timeoutMs,
      },
      {
        onHead(status, answered) {
          head = { status, headers: answered };
        },
        onData(chunk) {
          byteLength += chunk.length;
          if (byteLength <= maxAnswerBytes) {
            chunks.push(chunk);
            return;
          }
          sent.abort();
          reject(tooLargeError(endpoint.origin));
        },
        onEnd: () => resolve({ ...head, body: Buffer.concat(chunks) }),
        onError: reject,
      },
    );
  });
}

function tooLargeError(origin: string): GatewayError {
  return new GatewayError(`the answer of ${origin} is larger than ${maxAnswerBytes} bytes.`, {
    status: 502,
    code: 'upstream_error',
  });
}
