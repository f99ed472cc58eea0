import { defaultBearerToken, type Emulator, scriptHeader } from '@outcrop/emulator';
import type { AttemptRecord, CallRecord } from '../src/recording/call-record.ts';
import type { Target } from '../src/routing/target.ts';
import { operationFormats, type ClientApiName } from '../src/translate/registry.ts';
import { translateRequest } from '../src/translate/translate-request.ts';

export const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

export interface WireRequest {
  path: string;
  body: unknown;
  headers?: Record<string, string>;
  /** The emulator's misbehaviour, such as `cut-after=3`. */
  script?: string;
  method?: 'GET' | 'POST';
}

/** What a call of Bedrock's own operation leaves behind. */
export async function recordNative(
  emulator: Emulator,
  command: string,
  request: WireRequest,
): Promise<CallRecord> {
  const exchange = await exchangeBytes(emulator, request);
  const model = /\/model\/([^/]+)\//.exec(request.path)?.[1] ?? '';
  return buildRecord({
    api: { kind: 'native', command },
    model: decodeURIComponent(model),
    isStream: command.includes('Stream'),
    ...exchange,
  });
}

export interface ClientRequest {
  from: ClientApiName;
  format: 'converse' | 'anthropic';
  body: Record<string, unknown>;
  script?: string;
}

/** What a translated call leaves behind. */
export async function recordClient(
  emulator: Emulator,
  { from, format, body, script }: ClientRequest,
): Promise<CallRecord> {
  const translated = await translateRequest({ from, to: format, body, modelId: claude });
  const isStream = body['stream'] === true;
  const path = operationFormats[format][isStream ? 'streamPath' : 'path'];
  const exchange = await exchangeBytes(emulator, {
    path: `/model/${encodeURIComponent(claude)}/${path}`,
    body: translated.body,
    headers: translated.headers,
    script,
  });
  return buildRecord({
    ...exchange,
    api: { kind: 'client', api: from },
    model: String(body['model']),
    isStream,
    requestBody: Buffer.from(JSON.stringify(body)),
    upstreamBody: exchange.requestBody,
    dropped: translated.dropped,
    restoration: translated.restoration,
    attempts: [buildAttempt({ format })],
  });
}

async function exchangeBytes(emulator: Emulator, { path, body, headers, script, method }: WireRequest) {
  const requestBody = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
  const requestHeaders = {
    'content-type': 'application/json',
    authorization: `Bearer ${defaultBearerToken}`,
    'user-agent': 'test/1',
    ...headers,
  };
  const response = await fetch(`${emulator.url}${path}`, {
    method: method ?? 'POST',
    headers: { ...requestHeaders, ...(script && { [scriptHeader]: script }) },
    ...(method !== 'GET' && { body: requestBody }),
  });
  const responseChunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body ?? []) responseChunks.push(chunk);
  } catch {
    // Cut by the script.
  }
  return {
    requestBody,
    requestHeaders,
    upstreamPath: path,
    status: response.status,
    attempts: [{ ...buildAttempt(), status: response.status }],
    responseHeaders: Object.fromEntries(response.headers),
    responseChunks,
    responseTimes: responseChunks.map((_, index) => 100 + index),
  };
}

export function buildAttempt(target: Partial<Target> = {}): AttemptRecord {
  return {
    target: {
      provider: {
        id: 'p1',
        name: 'production',
        endpoint: { region: 'us-east-1', httpVersion: 'auto', headers: {}, isPrivateAllowed: true },
        credentials: { get: () => ({ kind: 'bearer', token: 'planted-secret' }) },
      },
      modelId: claude,
      knownModelId: claude,
      format: 'converse',
      priority: 1,
      weight: 1,
      ...target,
    },
    startedAt: 1_700_000_000_001,
    isSent: true,
    answeredAt: 1_700_000_000_050,
    status: 200,
  };
}

export function buildRecord(fields: Partial<CallRecord>): CallRecord {
  return {
    api: { kind: 'native', command: 'ConverseCommand' },
    caller: { keyId: 'k1', keyName: 'laptop', project: 'demo', mayUseModel: () => true },
    model: claude,
    isStream: false,
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: null,
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_000_200.5,
    requestHeaders: {},
    requestBody: Buffer.alloc(0),
    dropped: [],
    attempts: [buildAttempt()],
    timings: {},
    status: 200,
    responseHeaders: {},
    responseChunks: [],
    ...fields,
  };
}
