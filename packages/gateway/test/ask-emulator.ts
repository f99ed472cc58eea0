import { createEventStreamDecoder } from '@outcrop/bedrock';
import { defaultBearerToken, type Emulator, scriptHeader } from '@outcrop/emulator';
import { createStreamTranslator, type StreamTranslator } from '../src/translate/create-stream-translator.ts';
import { readUpstreamError } from '../src/translate/errors/read-upstream-error.ts';
import type { ClientApiName } from '../src/translate/registry.ts';
import { operationFormats } from '../src/translate/registry.ts';
import { translateAnswer } from '../src/translate/translate-answer.ts';
import { translateRequest } from '../src/translate/translate-request.ts';

export interface Question {
  from: ClientApiName;
  to: keyof typeof operationFormats;
  modelId: string;
  body: Record<string, unknown>;
  /** The emulator's misbehaviour, such as `cut-after=3`. */
  script?: string;
}

const identity = { id: 'test', createdSeconds: 1_700_000_000 };

/** Asks the emulator as the gateway would and gives the client's answer. Throws Bedrock's refusal as a GatewayError. */
export async function ask(emulator: Emulator, question: Question): Promise<Record<string, unknown>> {
  const { response, restoration } = await send(emulator, question, 'path');
  return translateAnswer({
    from: question.to,
    to: question.from,
    body: await response.json(),
    restoration,
    reply: { ...identity, model: question.modelId, request: question.body },
  }) as Record<string, unknown>;
}

/** The same streamed: every payload the client would see. */
export async function askForStream(
  emulator: Emulator,
  question: Question,
): Promise<Record<string, unknown>[]> {
  const { response, restoration } = await send(emulator, question, 'streamPath');
  const payloads: Record<string, unknown>[] = [];
  const translator = createStreamTranslator(
    {
      from: question.to,
      to: question.from,
      restoration,
      reply: { ...identity, model: question.modelId, request: question.body },
    },
    (payload) => payloads.push(payload as Record<string, unknown>),
  );
  await readStream(response, translator);
  return payloads;
}

/** A connection that is cut ends the stream like any other end: the translator says what that means. */
async function readStream(response: Response, translator: StreamTranslator): Promise<void> {
  const decoder = createEventStreamDecoder();
  try {
    for await (const bytes of response.body ?? []) {
      for (const message of decoder.push(bytes)) translator.push(message);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  translator.end();
}

async function send(emulator: Emulator, question: Question, path: 'path' | 'streamPath') {
  const { from, to, modelId, body, script } = question;
  const { body: sent, headers, restoration } = await translateRequest({ from, to, body, modelId });
  const response = await fetch(
    `${emulator.url}/model/${encodeURIComponent(modelId)}/${operationFormats[to][path]}`,
    {
      method: 'POST',
      headers: {
        ...headers,
        authorization: `Bearer ${defaultBearerToken}`,
        'content-type': 'application/json',
        ...(script && { [scriptHeader]: script }),
      },
      body: JSON.stringify(sent),
    },
  );
  if (!response.ok) {
    throw readUpstreamError({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      target: { modelId, provider: { name: 'test', endpoint: { region: 'us-east-1' } } },
    });
  }
  return { response, restoration };
}
