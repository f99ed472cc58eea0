import type { GatewayError } from '../../gateway-error.ts';
import { toGatewayError } from '../../http/send-error.ts';
import type { Notice } from '../../translate/conversation/translation-context.ts';
import { createStreamTranslator, type StreamTranslator } from '../../translate/create-stream-translator.ts';
import { encodeSse, encodeSseEnd } from '../../translate/encode-sse.ts';
import { ToolNames } from '../../translate/prepare/tool-names.ts';
import { buildAnswerHeaders } from '../build-answer-headers.ts';
import type { Conversing } from './answer-conversation.ts';
import { askModel, type ModelAnswer } from './ask-model.ts';
import { EventWriter } from './event-writer.ts';
import { relayStream } from './relay-stream.ts';
import { createStreamDecoder } from './stream-decoder.ts';

/**
 * Answers a question with a stream. Rejects as long as nothing of it has been sent; what fails later is told in the stream,
 * which then has no proper end.
 */
export async function streamConversation(conversing: Conversing, heartbeatMs?: number): Promise<void> {
  const state: StreamState = { notices: [] };
  const writer = createWriter(conversing, state);
  const timer = heartbeatMs === undefined ? undefined : setInterval(() => writer.beat(), heartbeatMs);
  try {
    const asked = await askModel(conversing.call, conversing.question);
    state.notices = asked.translated.dropped;
    state.upstreamHeaders = asked.answer.headers;
    await relayAnswer(conversing, asked, writer);
  } catch (error) {
    if (conversing.exchange.isStarted) failLate(conversing, toGatewayError(error), writer);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

interface StreamState {
  notices: readonly Notice[];
  upstreamHeaders?: Readonly<Record<string, string>>;
}

function createWriter({ endpoint, exchange, call }: Conversing, state: StreamState): EventWriter {
  const { api, mapPayload } = endpoint;
  return new EventWriter({
    exchange,
    encode: (payload, failure) => {
      const mapped = mapPayload && !failure ? mapPayload(payload) : payload;
      return mapped ? encodeSse(api, mapped) : '';
    },
    buildHeaders: () => ({
      ...buildAnswerHeaders(call, { contentType: 'text/event-stream; charset=utf-8', ...state }),
      'cache-control': 'no-cache',
      // Otherwise nginx keeps events back until it has a buffer full.
      'x-accel-buffering': 'no',
    }),
  });
}

async function relayAnswer(conversing: Conversing, asked: ModelAnswer, writer: EventWriter): Promise<void> {
  const { endpoint, exchange, call, reply } = conversing;
  const { answer, format, translated } = asked;
  const { restoration } = translated;
  const requestId = answer.headers['x-amzn-requestid'];
  const watch = call.watchStream();
  const translation = { from: format, to: endpoint.api, restoration, reply, requestId, watch };
  const translator = createStreamTranslator(translation, writer.emit);
  const decoder = createStreamDecoder(format, translator);
  const failure = await relayStream({ exchange, body: answer.body, decoder, translator, writer });
  if (failure && !exchange.isStarted) throw failure.error;
  writer.end(failure ? '' : encodeSseEnd(endpoint.api));
  call.finish({ status: 200, restoration, error: failure?.error, partialReason: failure?.reason });
}

/** Only heartbeats have been sent: the stream consists of the failure. */
function failLate({ endpoint, reply, call }: Conversing, error: GatewayError, writer: EventWriter): void {
  const restoration = { toolNames: new ToolNames([]) };
  const translation = { from: 'converse', to: endpoint.api, restoration, reply } as const;
  const translator: StreamTranslator = createStreamTranslator(translation, writer.emit);
  translator.fail(error);
  writer.end('');
  call.finish({ status: 200, error });
}
