import type { EmulatedOperation } from '../operation.ts';
import { agenticRetrieveStream } from './agentic-retrieve-stream.ts';
import { generateQuery } from './generate-query.ts';
import { invokeAgent } from './invoke-agent.ts';
import { invokeFlow } from './invoke-flow.ts';
import { invokeInlineAgent } from './invoke-inline-agent.ts';
import { optimizePrompt } from './optimize-prompt.ts';
import { rerank } from './rerank.ts';
import { retrieveAndGenerate, retrieveAndGenerateStream } from './retrieve-and-generate.ts';
import { retrieve } from './retrieve.ts';

/** The operations of `bedrock-agent-runtime`. */
export const agentRuntimeOperations: readonly EmulatedOperation[] = [
  invokeAgent,
  invokeInlineAgent,
  invokeFlow,
  retrieve,
  retrieveAndGenerate,
  retrieveAndGenerateStream,
  rerank,
  generateQuery,
  optimizePrompt,
  agenticRetrieveStream,
];
