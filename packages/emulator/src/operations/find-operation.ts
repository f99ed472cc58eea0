import type { WireRequest } from '../http/wire-request.ts';
import { ServiceError, invalidRequest } from '../service-error.ts';
import { converse, converseStream } from './converse.ts';
import { countTokensOperation } from './count-tokens.ts';
import { listFoundationModels, listInferenceProfiles } from './list-models.ts';
import { invokeModel, invokeModelWithResponseStream } from './invoke-model.ts';
import type { EmulatedOperation } from './operation.ts';

export const operations: readonly EmulatedOperation[] = [
  converse,
  converseStream,
  invokeModel,
  invokeModelWithResponseStream,
  countTokensOperation,
  listFoundationModels,
  listInferenceProfiles,
];

export interface RoutedRequest {
  operation: EmulatedOperation;
  modelId: string;
}

/** Finds the operation by method and path, and decodes the model id exactly once. */
export function findOperation(request: Pick<WireRequest, 'method' | 'path'>): RoutedRequest | undefined {
  for (const operation of operations) {
    const match = operation.method === request.method ? operation.path.exec(request.path) : null;
    if (match) return { operation, modelId: decodeModelId(match[1] ?? '') };
  }
  return undefined;
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
