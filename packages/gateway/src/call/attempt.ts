import type { GatewayError } from '../gateway-error.ts';
import type { AttemptRecord } from '../recording/call-record.ts';
import type { Target } from '../routing/target.ts';
import { prepareEndpoint } from '../upstream/prepare-endpoint.ts';
import { signUpstream } from '../upstream/sign-upstream.ts';
import type { Transport } from '../upstream/transport.ts';
import type { UpstreamAnswer } from '../upstream/upstream-answer.ts';
import type { UpstreamRequest } from '../upstream/upstream-request.ts';
import { AnswerBody } from './answer-body.ts';

export interface AttemptOptions {
  transport: Transport;
  target: Target;
  request: UpstreamRequest;
  record: AttemptRecord;
  firstByteMs: number;
  idleMs: number;
  now: () => number;
  watch: (chunk: Buffer) => void;
  /** Takes what ends the attempt from outside, as soon as it may. */
  setAbort: (abort: (reason: GatewayError) => void) => void;
  noteSigned: (durationMs: number) => void;
}

export interface AttemptAnswer extends UpstreamAnswer {
  body: AnswerBody;
}

/** Asks one target once. Resolves when the head of its answer is there, whatever it says; rejects with a GatewayError. */
export async function makeAttempt(options: AttemptOptions): Promise<AttemptAnswer> {
  const { transport, target, request, record, now } = options;
  const { provider } = target;
  const method = request.method ?? 'POST';
  const endpoint = prepareEndpoint(provider.endpoint, request.surface ?? 'runtime');
  const credentials = await provider.credentials.get();
  const signingAt = now();
  const path = endpoint.buildPath(request.path);
  const query = request.query ?? '';
  const body = toBuffer(request.body);
  const headers = signUpstream(
    { method, path, query, headers: request.headers, body },
    endpoint,
    credentials,
  );
  record.startedAt = now();
  options.noteSigned(record.startedAt - signingAt);
  return new Promise((resolve, reject) => {
    let answerBody: AnswerBody | undefined;
    const fail = (error: GatewayError): void => {
      if (answerBody) answerBody.end(error);
      else reject(error);
    };
    const sent = transport.send(
      {
        origin: endpoint.origin,
        isHttp2: endpoint.httpVersion === '2',
        method,
        path: query === '' ? path : `${path}?${query}`,
        headers,
        body,
        isPrivateAllowed: endpoint.isPrivateAllowed,
        firstByteMs: options.firstByteMs,
        idleMs: options.idleMs,
      },
      {
        onHead(status, answerHeaders, control) {
          record.answeredAt = now();
          record.status = status;
          answerBody = new AnswerBody(control, options.watch);
          resolve({ target, status, headers: answerHeaders, body: answerBody });
        },
        onData: (chunk) => answerBody?.push(chunk),
        onEnd: () => answerBody?.end(),
        onError: fail,
      },
    );
    options.setAbort((reason) => {
      sent.abort();
      fail(reason);
    });
  });
}

function toBuffer(body: Uint8Array | string | undefined): Buffer | undefined {
  if (body === undefined || body instanceof Buffer) return body;
  return typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
