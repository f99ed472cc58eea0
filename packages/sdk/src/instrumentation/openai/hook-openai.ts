import { chatCompletionsApi, responsesApi } from '@outcrop/bedrock';
import { reportOnce } from '../../report.ts';
import { isBedrockClient } from '../stainless/api-client.ts';
import { traceMethod } from '../stainless/trace-method.ts';
import { traceRunTools } from './trace-run-tools.ts';

interface ResourceClass {
  prototype: object;
}

/** The package's client has the classes of its resources, as a module of resources exports them. */
interface ResourceClasses {
  Chat?: { Completions?: ResourceClass };
  Completions?: ResourceClass;
  Responses?: ResourceClass;
}

/** What modules of `openai` export: the package itself, its entry for Bedrock, or resources. */
interface OpenAiExports extends ResourceClasses {
  OpenAI?: ResourceClasses;
  BedrockOpenAI?: ResourceClasses;
}

/**
 * Traces the clients of `openai` that talk to Bedrock, and no others. `exports` is what one of its modules gives; never
 * throws.
 */
export function hookOpenAI(exports: unknown): void {
  try {
    const own = (exports ?? {}) as OpenAiExports;
    const client = own.OpenAI ?? own.BedrockOpenAI;
    for (const { Chat, Completions, Responses } of client ? [client, own] : [own]) {
      for (const resource of [Chat?.Completions, Completions]) if (resource) traceCompletions(resource);
      if (Responses)
        traceMethod(Responses.prototype, 'create', { api: responsesApi, isTraced: isBedrockClient });
    }
  } catch (error) {
    reportOnce(`a copy of openai could not be hooked and is not traced: ${String(error)}`);
  }
}

/** The old completions of plain text have a class of the same name, and nothing but `create`. */
function traceCompletions({ prototype }: ResourceClass): void {
  if (!('list' in prototype || 'stream' in prototype)) return;
  traceMethod(prototype, 'create', { api: chatCompletionsApi, isTraced: isBedrockClient });
  traceRunTools(prototype);
}
