import { messageBatchesApi, messagesApi, messageTokensApi } from '@outcrop/bedrock';
import { reportOnce } from '../../report.ts';
import { traceMethod } from '../stainless/trace-method.ts';
import { traceToolRunner } from './trace-tool-runner.ts';

interface ResourceClass {
  prototype: object;
  Batches?: ResourceClass;
}

/** What modules of `@anthropic-ai/sdk` export: the package itself, its list of resources, or one of the two resources. */
interface AnthropicExports {
  Anthropic?: { Messages?: ResourceClass; Beta?: { Messages?: ResourceClass } };
  Messages?: ResourceClass;
  Beta?: { Messages?: ResourceClass };
}

/**
 * Traces the clients of `@anthropic-ai/sdk`, on which those of `@anthropic-ai/bedrock-sdk` are built. `exports` is what
 * one of its modules gives; never throws.
 */
export function hookAnthropic(exports: unknown): void {
  try {
    const { Anthropic, Messages, Beta } = (exports ?? {}) as AnthropicExports;
    for (const resource of [Messages, Beta?.Messages, Anthropic?.Messages, Anthropic?.Beta?.Messages])
      if (resource) traceMessages(resource);
  } catch (error) {
    reportOnce(`a copy of @anthropic-ai/sdk could not be hooked and is not traced: ${String(error)}`);
  }
}

function traceMessages({ prototype, Batches }: ResourceClass): void {
  traceMethod(prototype, 'create', { api: messagesApi });
  traceMethod(prototype, 'countTokens', { api: messageTokensApi });
  traceToolRunner(prototype);
  if (Batches) traceMethod(Batches.prototype, 'create', { api: messageBatchesApi });
}
