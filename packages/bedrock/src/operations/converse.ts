import { readConverseRequest } from './converse-request.ts';
import { readConverseResponse } from './converse-response.ts';
import type { BedrockOperation } from './operation.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const converse: BedrockOperation = {
  command: 'ConverseCommand',
  operation: 'converse',
  spanName: 'bedrock.converse',
  readRequest: readConverseRequest,
  readResponse: readConverseResponse,
};
