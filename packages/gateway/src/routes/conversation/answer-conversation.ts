import type { GatewayCall } from '../../call/gateway-call.ts';
import type { ClientExchange } from '../../http/client-exchange.ts';
import type { Reply } from '../../translate/client-api.ts';
import { translateAnswer } from '../../translate/translate-answer.ts';
import { buildAnswerHeaders } from '../build-answer-headers.ts';
import { readJsonAnswer } from '../read-answer.ts';
import { sendJson } from '../send-json.ts';
import { askModel } from './ask-model.ts';
import type { ConversationEndpoint } from './conversation-endpoint.ts';
import type { Question } from './prepare-target.ts';

/** A question to a model, and who waits for its answer. */
export interface Conversing {
  endpoint: ConversationEndpoint;
  exchange: ClientExchange;
  call: GatewayCall;
  question: Question;
  reply: Reply;
}

/** Answers a question whose answer is not streamed. Rejects when there is none to give. */
export async function answerConversation(conversing: Conversing): Promise<void> {
  const { endpoint, exchange, call, question, reply } = conversing;
  const { answer, format, translated } = await askModel(call, question);
  const { dropped: notices, restoration } = translated;
  const body = await readJsonAnswer(answer);
  const said = translateAnswer({ from: format, to: endpoint.api, body, restoration, reply });
  const contentType = 'application/json';
  const headers = buildAnswerHeaders(call, { contentType, notices, upstreamHeaders: answer.headers });
  sendJson(exchange, headers, endpoint.mapAnswer?.(said) ?? said);
  call.finish({ status: 200, restoration });
}
