import type { BedrockOperation } from '../operations/operation.ts';
import { agenticRetrieveStream } from './agentic-retrieve-stream.ts';
import { generateQuery } from './generate-query.ts';
import { invokeAgent } from './invoke-agent.ts';
import { invokeFlow } from './invoke-flow.ts';
import { invokeInlineAgent } from './invoke-inline-agent.ts';
import { optimizePrompt } from './optimize-prompt.ts';
import { rerank } from './rerank.ts';
import { retrieveAndGenerateStream } from './retrieve-and-generate-stream.ts';
import { retrieveAndGenerate } from './retrieve-and-generate.ts';
import { retrieve } from './retrieve.ts';

/** Every operation of the Bedrock agent runtime that a span is made of. */
export const agentOperations: readonly BedrockOperation[] = [
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

/** The operation of a command class of `client-bedrock-agent-runtime`, such as `InvokeAgentCommand`. */
export function findAgentOperation(commandName: string): BedrockOperation | undefined {
  return agentOperations.find(({ command }) => command === commandName);
}
