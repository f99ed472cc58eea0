import { messageBatchesApi, messagesApi, messageTokensApi } from '@outcrop/bedrock';
import { reportOnce } from '../../report.ts';
import type { WrapOptions } from '../model-call/wrap-options.ts';
import { keepTracedOptions } from '../stainless/keep-traced-options.ts';
import { traceMethod } from '../stainless/trace-method.ts';
import { traceToolRunner } from './trace-tool-runner.ts';

interface MessagesResource {
  /** Clients for Bedrock have none. */
  batches?: object;
}

interface AnthropicClient {
  messages?: MessagesResource;
  beta?: { messages?: MessagesResource };
}

/**
 * Makes every message, and every batch of them, that this client of `@anthropic-ai/bedrock-sdk` or `@anthropic-ai/sdk`
 * asks for a span, and gives back the same client. Never throws: what is not such a client is given back as it is, with
 * one line on stderr.
 */
export function wrapAnthropic<Client extends object>(client: Client, options: WrapOptions = {}): Client {
  try {
    const { messages, beta } = client as AnthropicClient;
    const resources = [messages, beta?.messages].filter((resource) => resource !== undefined);
    if (!resources.some((resource) => 'create' in resource))
      reportOnce('wrapAnthropic was given something that is not a client of Anthropic: it is not traced.');
    for (const resource of resources) {
      traceMethod(resource, 'create', { api: messagesApi, logger: options.logger });
      traceMethod(resource, 'countTokens', { api: messageTokensApi, logger: options.logger });
      if (resource.batches)
        traceMethod(resource.batches, 'create', { api: messageBatchesApi, logger: options.logger });
    }
    if (beta?.messages) traceToolRunner(beta.messages);
    keepTracedOptions(client, (copy) => wrapAnthropic(copy, options));
  } catch (error) {
    reportOnce(`a client of Anthropic could not be wrapped and is not traced: ${String(error)}`);
  }
  return client;
}
