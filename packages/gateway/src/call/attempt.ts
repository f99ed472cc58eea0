import { createEventSigner, signedEventsHash } from '@outcrop/bedrock';
import type { GatewayError } from '../gateway-error.ts';
import type { AttemptRecord } from '../recording/call-record.ts';
import type { Target, UpstreamCredentials } from '../routing/target.ts';
import { prepareEndpoint, type PreparedEndpoint } from '../upstream/prepare-endpoint.ts';
import { signUpstream } from '../upstream/sign-upstream.ts';
import type { DuplexTransport, TransportHandler, TransportRequest } from '../upstream/transport.ts';
import type { UpstreamAnswer } from '../upstream/upstream-answer.ts';
import type { UpstreamRequest } from '../upstream/upstream-request.ts';
import { AnswerBody } from './answer-body.ts';
import type { OpenedCall } from './gateway-call.ts';

export interface AttemptOptions {
  transport: DuplexTransport;
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
  const { transport } = options;
  const { sent } = await prepareRequest(options);
  return new Promise((resolve, reject) => {
    listen(options, { resolve, reject }, (handler) => transport.send(sent, handler));
  });
}

export interface OpenedAttempt extends OpenedCall {
  answer: Promise<AttemptAnswer>;
}

/** Asks one target with a body that is still to be written; `watch` sees each message of it. */
export async function openAttempt(
  options: AttemptOptions,
  watch: (message: Uint8Array) => void,
): Promise<OpenedAttempt> {
  const { transport } = options;
  const { sent, credentials, endpoint } = await prepareRequest(options, signedEventsHash);
  const signer =
    credentials.kind === 'signature' &&
    createEventSigner({
      credentials: credentials.credentials,
      region: endpoint.region,
      service: endpoint.service,
      requestSignature: /Signature=(\w+)$/.exec(sent.headers.authorization ?? '')?.[1] ?? '',
    });
  return new Promise((resolve) => {
    const answer = new Promise<AttemptAnswer>((resolveAnswer, reject) => {
      listen(options, { resolve: resolveAnswer, reject }, (handler) => {
        const control = transport.open({ ...sent, isHttp2: true }, handler);
        queueMicrotask(() =>
          resolve({
            answer,
            write(message) {
              watch(message);
              return control.write(signer ? signer.sign(message) : message);
            },
            end() {
              if (signer) control.write(signer.sign(new Uint8Array(0)));
              control.endBody();
            },
            onDrain: (listener) => control.onDrain(listener),
          }),
        );
        return control;
      });
    });
  });
}

interface PreparedRequest {
  sent: TransportRequest;
  credentials: UpstreamCredentials;
  endpoint: PreparedEndpoint;
}

async function prepareRequest(options: AttemptOptions, payloadHash?: string): Promise<PreparedRequest> {
  const { target, request, record, now, firstByteMs, idleMs } = options;
  const { provider } = target;
  const method = request.method ?? 'POST';
  const endpoint = prepareEndpoint(provider.endpoint, request.surface ?? 'runtime');
  const credentials = await provider.credentials.get();
  const signingAt = now();
  const path = endpoint.buildPath(request.path);
  const query = request.query ?? '';
  const body = toBuffer(request.body);
  const headers = signUpstream(
    { method, path, query, headers: request.headers, body, payloadHash },
    endpoint,
    credentials,
  );
  record.startedAt = now();
  options.noteSigned(record.startedAt - signingAt);
  const sent = {
    origin: endpoint.origin,
    isHttp2: endpoint.httpVersion === '2',
    method,
    path: query === '' ? path : `${path}?${query}`,
    headers,
    body,
    isPrivateAllowed: endpoint.isPrivateAllowed,
    firstByteMs,
    idleMs,
  };
  return { sent, credentials, endpoint };
}

interface Settlement {
  resolve: (answer: AttemptAnswer) => void;
  reject: (error: GatewayError) => void;
}

/** Starts a request and makes an answer of what is heard of it. */
function listen(
  { target, record, now, watch, setAbort }: AttemptOptions,
  { resolve, reject }: Settlement,
  start: (handler: TransportHandler) => { abort(): void },
): void {
  let body: AnswerBody | undefined;
  const fail = (error: GatewayError): void => {
    if (body) body.end(error);
    else reject(error);
  };
  const sent = start({
    onSend() {
      record.isSent = true;
    },
    onHead(status, headers, control) {
      record.answeredAt = now();
      record.status = status;
      body = new AnswerBody(control, watch);
      resolve({ target, status, headers, body });
    },
    onData: (chunk) => body?.push(chunk),
    onEnd: () => body?.end(),
    onError: fail,
  });
  setAbort((reason) => {
    sent.abort();
    fail(reason);
  });
}

function toBuffer(body: Uint8Array | string | undefined): Buffer | undefined {
  if (body === undefined || body instanceof Buffer) return body;
  return typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
