import { randomUUID } from 'node:crypto';

import type { AsyncInvocations } from './async-invoke/async-invocations.ts';
import { callKeyOf, readAttempt } from './attempt-counter.ts';
import type { AttemptCounter } from './attempt-counter.ts';
import type { PromptCache } from './answer/prompt-cache.ts';
import { authenticate } from './auth/authenticate.ts';
import { awsDialect } from './dialects/aws-dialect.ts';
import { findDialect } from './dialects/find-dialect.ts';
import type { NodeExchange, NodeRequest } from '@outcrop/dual-protocol-server';
import { readRequestHead, readWireRequest } from './http/wire-request.ts';
import type { WireRequest } from './http/wire-request.ts';
import { createWireResponse } from './http/wire-response.ts';
import type { WireResponse } from './http/wire-response.ts';
import { asObject, asString } from './json.ts';
import { findOperation, isDuplexRequest, unknownOperation } from './operations/find-operation.ts';
import type { RoutedRequest } from './operations/find-operation.ts';
import type { ModelsBehind, OperationAnswer, StreamEvent } from './operations/operation.ts';
import type { Replay } from './replay/create-replay.ts';
import { readLoggedBody } from './request-log.ts';
import type { ObservedRequest } from './request-log.ts';
import type { Behaviour } from './script/behaviour.ts';
import { ScriptError, parseDirectives, toServiceError } from './script/parse-directives.ts';
import type { Script } from './script/script.ts';
import { sendAnswer } from './send-answer.ts';
import type { WireAnswer } from './send-answer.ts';
import { ServiceError } from './service-error.ts';
import { encodeEvent } from './stream/frame.ts';
import type { Frame } from './stream/frame.ts';
import { encodeServerSentEvent } from './stream/server-sent-event.ts';
import { answerSts, readStsAction } from './sts/answer-sts.ts';
import type { StsOptions } from './sts/answer-sts.ts';
import { renderStsError, renderStsResult } from './sts/render-sts.ts';

/** The header that scripts one request. */
export const scriptHeader = 'x-outcrop-emulator';

const keptRequests = 10_000;

/** All that lives as long as the emulator. */
export interface EmulatorState {
  requests: ObservedRequest[];
  attempts: AttemptCounter;
  cache: PromptCache;
  invocations: AsyncInvocations;
  modelsBehind: ModelsBehind;
  script: Script;
  replay?: Replay;
  sts: StsOptions;
  bearerTokens: readonly string[];
  shouldVerifyAuth: boolean;
}

interface Exchange {
  request: WireRequest;
  response: WireResponse;
  observed: ObservedRequest;
  requestId: string;
  callKey: string;
  isSts: boolean;
  routed?: RoutedRequest;
}

/** Answers one request of either protocol; never rejects. */
export async function handleRequest(node: NodeExchange, state: EmulatorState): Promise<void> {
  const response = createWireResponse(node);
  let request: WireRequest;
  try {
    request = await openRequest(node.request);
  } catch {
    // The client left before its request was whole: there is nobody to answer.
    return;
  }
  const exchange = openExchange(request, response, state);
  try {
    const { answer, behaviour } = decide(exchange, state);
    exchange.observed.status = answer.status;
    await sendAnswer(response, addCommonHeaders(answer, exchange.requestId), behaviour);
    if (response.closed.aborted && behaviour.cutAfter === undefined) exchange.observed.wasAbandoned = true;
  } catch (error) {
    await sendError(exchange, error);
  }
}

async function openRequest(request: NodeRequest): Promise<WireRequest> {
  const head = readRequestHead(request);
  if (!isDuplexRequest(head)) return readWireRequest(request);
  return { ...head, body: Buffer.alloc(0), incoming: request as AsyncIterable<Buffer> };
}

function openExchange(request: WireRequest, response: WireResponse, state: EmulatorState): Exchange {
  const isSts = request.path === '/' && /urlencoded/u.test(request.headers['content-type'] ?? '');
  const callKey = callKeyOf(request);
  const observed: ObservedRequest = {
    operation: isSts ? readStsAction(request.body) : 'Unknown',
    modelId: '',
    method: request.method,
    path: request.path,
    headers: request.headers,
    body: readLoggedBody(request),
    attempt: readAttempt(request) ?? state.attempts.next(callKey),
    httpVersion: request.httpVersion,
  };
  state.requests.push(observed);
  if (state.requests.length > keptRequests) state.requests.shift();
  return { request, response, observed, requestId: randomUUID(), callKey, isSts };
}

function decide(exchange: Exchange, state: EmulatorState): { answer: WireAnswer; behaviour: Behaviour } {
  const { request, observed } = exchange;
  exchange.routed = exchange.isSts ? undefined : findOperation(request);
  if (exchange.routed) {
    observed.operation = exchange.routed.operation.name;
    observed.modelId = exchange.routed.modelId || asString(asObject(observed.body).model);
  }
  const caller = state.shouldVerifyAuth
    ? authenticate(request, {
        credentials: state.sts.credentials,
        bearerTokens: state.bearerTokens,
        services: exchange.isSts ? ['sts'] : (exchange.routed?.operation.services ?? ['bedrock']),
      })
    : undefined;
  const behaviour = findBehaviour(exchange, state);
  const { failure } = behaviour;
  if (failure && observed.attempt <= (failure.attempts ?? Number.POSITIVE_INFINITY)) {
    throw new ServiceError(failure.type, failure.message, { status: failure.status });
  }
  if (exchange.isSts) {
    const result = answerSts(request.body, caller, state.sts);
    return { answer: renderStsResult(observed.operation, result, exchange.requestId), behaviour };
  }
  return { answer: answerBedrock(exchange, state, behaviour), behaviour };
}

function findBehaviour({ request, observed, callKey }: Exchange, state: EmulatorState): Behaviour {
  const header = request.headers[scriptHeader];
  if (header !== undefined) return parseDirectives(header);
  return state.script.find({ operation: observed.operation, modelId: observed.modelId, callKey });
}

function answerBedrock(
  { request, routed, observed: { modelId } }: Exchange,
  state: EmulatorState,
  behaviour: Behaviour,
): WireAnswer {
  if (state.replay) return state.replay.answer(request, routed);
  if (!routed) throw unknownOperation(request);
  const call = {
    request,
    modelId,
    cache: state.cache,
    invocations: state.invocations,
    modelsBehind: state.modelsBehind,
    scriptedText: behaviour.answer,
    latencyMs: behaviour.latencyMs,
  };
  return toWireAnswer(routed.operation.answer(call), request.path);
}

function toWireAnswer(answer: OperationAnswer, path: string): WireAnswer {
  if (answer.kind === 'whole') return answer;
  if (answer.kind === 'server-sent-events') {
    return {
      kind: 'frames',
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      frames: answer.events.map(encodeServerSentEvent),
      dialect: findDialect(path),
    };
  }
  return {
    kind: 'frames',
    status: 200,
    dialect: awsDialect,
    headers: { 'content-type': 'application/vnd.amazon.eventstream', ...answer.headers },
    frames: Array.isArray(answer.events) ? answer.events.map(encodeEvent) : encodeEvents(answer.events),
  };
}

async function* encodeEvents(events: AsyncIterable<StreamEvent>): AsyncGenerator<Frame> {
  for await (const event of events) yield encodeEvent(event);
}

function addCommonHeaders(answer: WireAnswer, requestId: string): WireAnswer {
  return { ...answer, headers: { 'x-amzn-requestid': requestId, ...answer.headers } };
}

async function sendError(exchange: Exchange, cause: unknown): Promise<void> {
  const error = toError(cause);
  exchange.observed.status = error.status;
  exchange.observed.errorType = error.type;
  const answer = exchange.isSts ? renderStsError(error, exchange.requestId) : renderError(error, exchange);
  await sendAnswer(exchange.response, addCommonHeaders(answer, exchange.requestId), {});
}

function renderError(error: ServiceError, { request, requestId }: Exchange): WireAnswer {
  const { headers, body } = findDialect(request.path).renderError(error, requestId);
  return {
    kind: 'whole',
    status: error.status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function toError(cause: unknown): ServiceError {
  if (cause instanceof ServiceError) return cause;
  if (cause instanceof ScriptError) return toServiceError(cause);
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new ServiceError('InternalServerException', `[outcrop-emulator] failed on this request: ${reason}`);
}
