import { chatCompletionsApi, responsesApi } from '@outcrop/bedrock';
import { reportOnce } from '../../report.ts';
import { isBedrockClient } from '../stainless/api-client.ts';
import { traceMethod } from '../stainless/trace-method.ts';
import { traceRunTools } from './trace-run-tools.ts';

interface ResourceClass {
  prototype: object;
}

/** What modules of `openai` export: the package itself, or one of the two resources. */
interface OpenAiExports {
  OpenAI?: { Chat?: { Completions?: ResourceClass }; Responses?: ResourceClass };
  Chat?: { Completions?: ResourceClass };
  Completions?: ResourceClass;
  Responses?: ResourceClass;
}

/**
 * Traces the clients of `openai` that talk to Bedrock, and no others. `exports` is what one of its modules gives; never
 * throws.
 */
export function hookOpenAI(exports: unknown): void {
  try {
    const { OpenAI, Chat, Completions, Responses } = (exports ?? {}) as OpenAiExports;
    for (const resource of [OpenAI?.Chat?.Completions, Chat?.Completions, Completions])
      if (resource && isChatResource(resource)) {
        traceMethod(resource.prototype, 'create', { api: chatCompletionsApi, isTraced: isBedrockClient });
        traceRunTools(resource.prototype);
      }
    for (const resource of [OpenAI?.Responses, Responses])
      if (resource)
        traceMethod(resource.prototype, 'create', { api: responsesApi, isTraced: isBedrockClient });
  } catch (error) {
    reportOnce(`a copy of openai could not be hooked and is not traced: ${String(error)}`);
  }
}

/** The old completions of plain text have a class of the same name, and nothing but `create`. */
function isChatResource({ prototype }: ResourceClass): boolean {
  return 'list' in prototype || 'stream' in prototype;
}
