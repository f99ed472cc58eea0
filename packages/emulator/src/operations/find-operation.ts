import type { WireRequest } from '../http/wire-request.ts';
import { ServiceError, invalidRequest } from '../service-error.ts';
import { agentRuntimeOperations } from './agent-runtime/agent-runtime-operations.ts';
import { applyGuardrailOperation } from './apply-guardrail.ts';
import { getAsyncInvoke, listAsyncInvokes, startAsyncInvoke } from './async-invoke.ts';
import { createChatCompletion } from './chat-completions.ts';
import { converse, converseStream } from './converse.ts';
import { countTokensOperation } from './count-tokens.ts';
import { getPrompt } from './get-prompt.ts';
import { getInferenceProfile, listInferenceProfiles } from './inference-profiles.ts';
import { invokeGuardrailChecks } from './invoke-guardrail-checks.ts';
import { listFoundationModels } from './list-models.ts';
import { listOpenAiModels } from './list-openai-models.ts';
import { countMessageTokens, createMessage } from './messages.ts';
import { invokeModelWithBidirectionalStream } from './invoke-model-with-bidirectional-stream.ts';
import { invokeModel, invokeModelWithResponseStream } from './invoke-model.ts';
import type { EmulatedOperation } from './operation.ts';
import { createResponse } from './responses.ts';

export const operations: readonly EmulatedOperation[] = [
  converse,
  converseStream,
  invokeModel,
  invokeModelWithResponseStream,
  invokeModelWithBidirectionalStream,
  countTokensOperation,
  applyGuardrailOperation,
  invokeGuardrailChecks,
  startAsyncInvoke,
  getAsyncInvoke,
  listAsyncInvokes,
  listFoundationModels,
  listInferenceProfiles,
  getInferenceProfile,
  getPrompt,
  createMessage,
  countMessageTokens,
  createChatCompletion,
  createResponse,
  listOpenAiModels,
  ...agentRuntimeOperations,
];

export interface RoutedRequest {
  operation: EmulatedOperation;
  modelId: string;
}

/** Finds the operation by method and path, and decodes the model id exactly once. */
export function findOperation(request: Pick<WireRequest, 'method' | 'path'>): RoutedRequest | undefined {
  for (const operation of operations) {
    const match = operation.method === request.method ? operation.path.exec(request.path) : null;
    if (match) return { operation, modelId: match.groups ? '' : decodeModelId(match[1] ?? '') };
  }
  return undefined;
}

/** Whether the answer must not wait for the end of the request. */
export function isDuplexRequest({ method, path }: Pick<WireRequest, 'method' | 'path'>): boolean {
  return operations.some(
    (operation) => operation.isDuplex && operation.method === method && operation.path.test(path),
  );
}

/** The answer to a path the emulator does not serve. */
export function unknownOperation(request: Pick<WireRequest, 'method' | 'path'>): ServiceError {
  return new ServiceError(
    'UnknownOperationException',
    `[outcrop-emulator] ${request.method} ${request.path} is not emulated. The emulator answers ${operations.map((known) => known.name).join(', ')}, AssumeRole and GetCallerIdentity.`,
  );
}

function decodeModelId(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidRequest('The provided model identifier is invalid.');
  }
}
