import { chatCompletionsApi, responsesApi } from '@outcrop/bedrock';
import { reportOnce } from '../../report.ts';
import type { WrapOptions } from '../model-call/wrap-options.ts';
import { keepTracedOptions } from '../stainless/keep-traced-options.ts';
import { traceMethod } from '../stainless/trace-method.ts';
import { traceRunTools } from './trace-run-tools.ts';

interface OpenAiClient {
  chat?: { completions?: object };
  responses?: object;
}

/**
 * Makes every chat completion and response that this client of `openai` asks for a span, wherever it is pointed, and gives
 * back the same client. Never throws: what is not such a client is given back as it is, with one line on stderr.
 */
export function wrapOpenAI<Client extends object>(client: Client, { logger }: WrapOptions = {}): Client {
  try {
    const { chat, responses } = client as OpenAiClient;
    if (!chat?.completions)
      reportOnce('wrapOpenAI was given something that is not a client of OpenAI: it is not traced.');
    if (chat?.completions) {
      traceMethod(chat.completions, 'create', { api: chatCompletionsApi, logger });
      traceRunTools(chat.completions);
    }
    if (responses) traceMethod(responses, 'create', { api: responsesApi, logger });
    keepTracedOptions(client, (copy) => wrapOpenAI(copy, { logger }));
  } catch (error) {
    reportOnce(`a client of OpenAI could not be wrapped and is not traced: ${String(error)}`);
  }
  return client;
}
