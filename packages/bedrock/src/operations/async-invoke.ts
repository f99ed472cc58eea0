import { keepPresent, readArray, readString } from '../read-value.ts';
import type { BedrockOperation, ResponseReading } from './operation.ts';

/**
 * The job's answer goes to S3 and its tokens are never said, so these spans are no model calls in the sums of a trace.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export const startAsyncInvoke: BedrockOperation = {
  command: 'StartAsyncInvokeCommand',
  operation: 'startAsyncInvoke',
  spanName: 'bedrock.startAsyncInvoke',
  spanType: 'function',
  readRequest: ({ modelId, modelInput, outputDataConfig, clientRequestToken, tags }) => ({
    model: readString(modelId),
    input: modelInput,
    metadata: keepPresent({
      output_data_config: outputDataConfig,
      client_request_token: clientRequestToken,
      invocation_tags: tags,
    }),
  }),
  readResponse: ({ invocationArn }) => ({
    output: keepPresent({ invocationArn }),
    metadata: keepPresent({ invocation_arn: invocationArn }),
  }),
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html */
export const getAsyncInvoke: BedrockOperation = {
  command: 'GetAsyncInvokeCommand',
  operation: 'getAsyncInvoke',
  spanName: 'bedrock.getAsyncInvoke',
  spanType: 'function',
  readRequest: ({ invocationArn }) => ({
    input: keepPresent({ invocationArn }),
    metadata: keepPresent({ invocation_arn: invocationArn }),
  }),
  readResponse: readJob,
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html */
export const listAsyncInvokes: BedrockOperation = {
  command: 'ListAsyncInvokesCommand',
  operation: 'listAsyncInvokes',
  spanName: 'bedrock.listAsyncInvokes',
  spanType: 'function',
  readRequest: (input) => ({ input: keepPresent(input), metadata: {} }),
  readResponse: ({ asyncInvokeSummaries, nextToken }) => ({
    output: keepPresent({ asyncInvokeSummaries, nextToken }),
    metadata: { invocation_count: readArray(asyncInvokeSummaries).length },
  }),
};

function readJob(output: Record<string, unknown>): ResponseReading {
  const job: Record<string, unknown> = { ...output, $metadata: undefined };
  return {
    output: keepPresent(job),
    metadata: keepPresent({
      model: readString(job.modelArn),
      invocation_status: job.status,
      failure_message: job.failureMessage,
      output_data_config: job.outputDataConfig,
    }),
  };
}
