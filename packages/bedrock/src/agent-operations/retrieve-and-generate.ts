import type { BedrockOperation } from '../operations/operation.ts';
import { keepPresent, readRecord } from '../read-value.ts';
import { readRetrieveAndGenerateRequest } from './retrieve-and-generate-request.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RetrieveAndGenerate.html */
export const retrieveAndGenerate: BedrockOperation = {
  command: 'RetrieveAndGenerateCommand',
  operation: 'retrieveAndGenerate',
  spanName: 'bedrock.retrieveAndGenerate',
  spanType: 'task',
  readRequest: readRetrieveAndGenerateRequest,
  readResponse: (output) => ({
    output: keepPresent({ text: readRecord(output.output).text, citations: output.citations }),
    metadata: keepPresent({ session_id: output.sessionId, guardrail_action: output.guardrailAction }),
  }),
};
