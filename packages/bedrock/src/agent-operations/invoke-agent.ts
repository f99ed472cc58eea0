import type { BedrockOperation, RequestReading } from '../operations/operation.ts';
import { keepPresent } from '../read-value.ts';
import { AgentStreamReader } from './agent-stream-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeAgent.html */
export const invokeAgent: BedrockOperation = {
  command: 'InvokeAgentCommand',
  operation: 'invokeAgent',
  spanName: 'bedrock.invokeAgent',
  spanType: 'task',
  streamProperty: 'completion',
  readRequest,
  // The output's stream is read by the stream reader; nothing else in it is content.
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader: () => new AgentStreamReader(),
};

function readRequest(input: Record<string, unknown>): RequestReading {
  return {
    input: keepPresent({ inputText: input.inputText, sessionState: input.sessionState }),
    metadata: keepPresent({
      agent_id: input.agentId,
      agent_alias_id: input.agentAliasId,
      session_id: input.sessionId,
      memory_id: input.memoryId,
      end_session: input.endSession,
      enable_trace: input.enableTrace,
      bedrock_model_configurations: input.bedrockModelConfigurations,
      streaming_configurations: input.streamingConfigurations,
      prompt_creation_configurations: input.promptCreationConfigurations,
      source_arn: input.sourceArn,
    }),
  };
}
