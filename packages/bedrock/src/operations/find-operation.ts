import { applyGuardrail } from './apply-guardrail.ts';
import { getAsyncInvoke, listAsyncInvokes, startAsyncInvoke } from './async-invoke.ts';
import { converseStream } from './converse-stream.ts';
import { converse } from './converse.ts';
import { countTokens } from './count-tokens.ts';
import { invokeGuardrailChecks } from './invoke-guardrail-checks.ts';
import { invokeModelWithBidirectionalStream } from './invoke-model-with-bidirectional-stream.ts';
import { invokeModelWithResponseStream } from './invoke-model-with-response-stream.ts';
import { invokeModel } from './invoke-model.ts';
import type { BedrockOperation } from './operation.ts';

/** Every operation of the Bedrock runtime that a span is made of. */
export const operations: readonly BedrockOperation[] = [
  converse,
  converseStream,
  invokeModel,
  invokeModelWithResponseStream,
  invokeModelWithBidirectionalStream,
  countTokens,
  applyGuardrail,
  invokeGuardrailChecks,
  startAsyncInvoke,
  getAsyncInvoke,
  listAsyncInvokes,
];

/** The operation of an AWS SDK command class, such as `ConverseCommand`. */
export function findOperation(commandName: string): BedrockOperation | undefined {
  return operations.find(({ command }) => command === commandName);
}
