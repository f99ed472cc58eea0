import { parseModelId } from '@outcrop/bedrock';
import type { GatewayCall } from '../../call/gateway-call.ts';
import { GatewayError } from '../../gateway-error.ts';
import type { ClientExchange } from '../../http/client-exchange.ts';
import type { GatewayRoute } from '../../http/gateway-route.ts';
import type { Target } from '../../routing/target.ts';
import type { ChatCompletion } from '../../translate/answer-to-openai-chat/chat-completion.ts';
import { translateAnswer } from '../../translate/translate-answer.ts';
import { buildAnswerHeaders } from '../build-answer-headers.ts';
import { askModel } from '../conversation/ask-model.ts';
import { isStrict } from '../parse-request-headers.ts';
import { readJsonAnswer } from '../read-answer.ts';
import { renderOpenAiError } from '../render-errors.ts';
import { sendJson } from '../send-json.ts';
import { parseTranscriptionForm, type TranscriptionForm } from './parse-transcription-form.ts';

/** `POST /v1/audio/transcriptions`, for models that are asked by Converse and hear. */
export const transcriptionsRoute: GatewayRoute = {
  method: 'POST',
  renderError: renderOpenAiError,
  async handle(request) {
    const { exchange } = request;
    const bytes = await exchange.readBody();
    const form = await parseTranscriptionForm(bytes, exchange.headers['content-type']);
    const api = { kind: 'other', api: 'transcriptions' } as const;
    const call = await request.startCall({ api, model: form.model, isStream: false, body: bytes });
    await transcribe(exchange, call, form);
  },
};

async function transcribe(
  exchange: ClientExchange,
  call: GatewayCall,
  form: TranscriptionForm,
): Promise<void> {
  const targets = await call.listTargets();
  if (!targets.every(hears)) throw describeDeaf(form.model);
  const question = {
    api: 'openai-chat',
    body: form.chat,
    isStream: false,
    isStrict: isStrict(exchange.headers),
  } as const;
  const { answer, format, translated } = await askModel(call, question);
  const { restoration, dropped: notices } = translated;
  const body = await readJsonAnswer(answer);
  const reply = { id: call.spanId, model: form.model, createdSeconds: 0, request: form.chat };
  const said = translateAnswer({
    from: format,
    to: 'openai-chat',
    body,
    restoration,
    reply,
  }) as ChatCompletion;
  const text = said.choices[0].message.content ?? '';
  const contentType = form.format === 'json' ? 'application/json' : 'text/plain; charset=utf-8';
  const headers = buildAnswerHeaders(call, { contentType, notices, upstreamHeaders: answer.headers });
  if (form.format === 'json') sendJson(exchange, headers, { text });
  else {
    exchange.start(200, headers);
    exchange.end(text);
  }
  call.finish({ status: 200, restoration });
}

// Of the models that Bedrock serves other than by a stream of speech.
function hears({ knownModelId }: Target): boolean {
  return parseModelId(knownModelId).baseModelId?.startsWith('mistral.voxtral') ?? false;
}

function describeDeaf(model: string): GatewayError {
  return new GatewayError(
    `"${model}" does not transcribe: of Bedrock's models Voxtral does here, and Nova Sonic by InvokeModelWithBidirectionalStream.`,
    { status: 400, code: 'unsupported_model', param: 'model' },
  );
}
