import { keepPresent, readRecord } from '../read-value.ts';
import { readAppliedGuardrail } from './guardrail-outcome.ts';
import type { BedrockOperation } from './operation.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html */
export const applyGuardrail: BedrockOperation = {
  command: 'ApplyGuardrailCommand',
  operation: 'applyGuardrail',
  spanName: 'bedrock.applyGuardrail',
  spanType: 'function',
  readRequest: ({ guardrailIdentifier, guardrailVersion, outputScope, source, content }) => ({
    input: keepPresent({ source, content }),
    metadata: {
      guardrail: keepPresent({ guardrailIdentifier, guardrailVersion, outputScope }),
    },
  }),
  readResponse({ action, outputs, ...rest }) {
    const outcome = readAppliedGuardrail({ action, ...rest });
    return {
      output: keepPresent({ action, outputs }),
      metadata: { ...outcome.metadata, ...keepPresent({ guardrail_units: readRecord(rest.usage) }) },
      metrics: outcome.metrics,
    };
  },
};
