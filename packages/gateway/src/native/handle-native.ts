import type { GatewayCall } from '../call/gateway-call.ts';
import { GatewayError } from '../gateway-error.ts';
import type { ClientExchange } from '../http/client-exchange.ts';
import type { RouteRequest } from '../http/gateway-route.ts';
import type { Target } from '../routing/target.ts';
import type { UpstreamAnswer } from '../upstream/upstream-answer.ts';
import type { UpstreamRequest } from '../upstream/upstream-request.ts';
import type { NativeOperation } from './native-operations.ts';
import { pickAnswerHeaders, pickRequestHeaders } from './pass-headers.ts';
import { readBodyModel, replaceBodyModel } from './body-model.ts';

/** Passes a request of an AWS SDK on, and Bedrock's answer back, byte for byte. */
export async function handleNative(operation: NativeOperation, request: RouteRequest): Promise<void> {
  const { exchange, parameters, startCall } = request;
  const body = await exchange.readBody();
  const model = findModel(operation, parameters.model ?? '', body);
  const call = await startCall({
    api: { kind: 'native', command: operation.command },
    model,
    isStream: operation.isStream ?? false,
    body,
  });
  const headers = pickRequestHeaders(exchange.headers);
  const build = (target: Target): UpstreamRequest => ({
    method: operation.method,
    path: buildPath(operation, exchange.path, { encodedModel: parameters.model ?? '', target }),
    query: exchange.query,
    headers,
    ...(operation.method === 'POST' && {
      body:
        operation.model === 'body' && model !== target.modelId
          ? replaceBodyModel(body, target.modelId)
          : body,
    }),
  });
  const answer = await call.send(build);
  if (operation.isStream && !answer.error) streamAnswer(exchange, call, answer);
  else await sendWhole(exchange, call, answer);
}

/** The name by which the client calls the model: decoded exactly once. */
export function findModel({ model }: NativeOperation, encodedModel: string, body: Buffer): string {
  if (model === 'body') return readBodyModel(body);
  if (model === undefined) return '';
  try {
    return decodeURIComponent(encodedModel);
  } catch {
    throw new GatewayError('the model in the path is not percent-encoded UTF-8.', {
      status: 400,
      code: 'invalid_request',
      param: 'modelId',
    });
  }
}

interface PathModel {
  encodedModel: string;
  target: Target;
}

export function buildPath(
  { model }: NativeOperation,
  path: string,
  { encodedModel, target }: PathModel,
): string {
  if (model !== 'path') return path;
  const end = path.slice('/model/'.length + encodedModel.length);
  return `/model/${encodeURIComponent(target.modelId)}${end}`;
}

async function sendWhole(exchange: ClientExchange, call: GatewayCall, answer: UpstreamAnswer): Promise<void> {
  const { status, error } = answer;
  let body = await answer.body.collect();
  const headers = pickAnswerHeaders(answer.headers, call.answerHeaders);
  // Only a way out that Bedrock itself does not know is added to what it says.
  if (error?.wayOut !== undefined) body = Buffer.from(JSON.stringify({ message: error.message }));
  headers['content-length'] = String(body.length);
  exchange.start(status, headers);
  exchange.end(body);
  call.finish({ status, ...(error && { error }) });
}

export function streamAnswer(
  exchange: ClientExchange,
  call: GatewayCall,
  { status, headers, body }: UpstreamAnswer,
): void {
  exchange.start(status, pickAnswerHeaders(headers, call.answerHeaders));
  exchange.onDrain(() => body.resume());
  body.pipe({
    onData: (chunk) => exchange.write(chunk),
    onEnd() {
      exchange.end();
      call.finish({ status });
    },
    onError(error) {
      // A stream that Bedrock breaks off must not look like a whole one.
      exchange.destroy();
      call.finish({ status, error, partialReason: 'truncated' });
    },
  });
}
