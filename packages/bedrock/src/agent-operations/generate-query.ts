import type { BedrockOperation } from '../operations/operation.ts';
import { keepPresent } from '../read-value.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_GenerateQuery.html */
export const generateQuery: BedrockOperation = {
  command: 'GenerateQueryCommand',
  operation: 'generateQuery',
  spanName: 'bedrock.generateQuery',
  spanType: 'task',
  readRequest: (input) => ({
    input: input.queryGenerationInput,
    metadata: keepPresent({ transformation_configuration: input.transformationConfiguration }),
  }),
  readResponse: (output) => ({ output: { queries: output.queries }, metadata: {} }),
};
