import { keepPresent, readNumber, readRecord } from '../read-value.ts';
import type { BedrockOperation } from './operation.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html */
export const invokeGuardrailChecks: BedrockOperation = {
  command: 'InvokeGuardrailChecksCommand',
  operation: 'invokeGuardrailChecks',
  spanName: 'bedrock.invokeGuardrailChecks',
  spanType: 'function',
  readRequest: ({ messages, checks }) => ({
    input: keepPresent({ messages }),
    metadata: keepPresent({ guardrail_checks: checks }),
  }),
  readResponse: ({ results, usage }) => ({
    output: results,
    metadata: { guardrail_units: readTextUnits(usage) },
  }),
};

function readTextUnits(usage: unknown): Record<string, number | undefined> {
  const units = Object.entries(readRecord(usage)).map(
    ([check, used]) => [check, readNumber(readRecord(used).textUnits)] as const,
  );
  return keepPresent(Object.fromEntries(units));
}
