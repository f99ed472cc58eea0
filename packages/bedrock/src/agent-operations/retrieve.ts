import type { BedrockOperation } from '../operations/operation.ts';
import { keepPresent } from '../read-value.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Retrieve.html */
export const retrieve: BedrockOperation = {
  command: 'RetrieveCommand',
  operation: 'retrieve',
  spanName: 'bedrock.retrieve',
  spanType: 'tool',
  readRequest: (input) => ({
    input: input.retrievalQuery,
    metadata: keepPresent({
      knowledge_base_id: input.knowledgeBaseId,
      retrieval_configuration: input.retrievalConfiguration,
      guardrail: input.guardrailConfiguration,
      next_token: input.nextToken,
    }),
  }),
  readResponse: (output) => ({
    output: keepPresent({ retrievalResults: output.retrievalResults, nextToken: output.nextToken }),
    metadata: keepPresent({ guardrail_action: output.guardrailAction }),
  }),
};
