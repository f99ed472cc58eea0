import type { BedrockOperation, RequestReading } from '../operations/operation.ts';
import { keepPresent, readRecord, readString } from '../read-value.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html */
export const rerank: BedrockOperation = {
  command: 'RerankCommand',
  operation: 'rerank',
  spanName: 'bedrock.rerank',
  spanType: 'tool',
  readRequest,
  readResponse: (output) => ({
    output: keepPresent({ results: output.results, nextToken: output.nextToken }),
    metadata: {},
  }),
};

function readRequest(input: Record<string, unknown>): RequestReading {
  const configuration = readRecord(readRecord(input.rerankingConfiguration).bedrockRerankingConfiguration);
  const model = readRecord(configuration.modelConfiguration);
  return {
    model: readString(model.modelArn),
    input: keepPresent({ queries: input.queries, sources: input.sources }),
    metadata: keepPresent({
      number_of_results: configuration.numberOfResults,
      additional_model_request_fields: model.additionalModelRequestFields,
      next_token: input.nextToken,
    }),
  };
}
