import type { BedrockOperation, OperationStreamReader, RequestReading } from '../operations/operation.ts';
import { keepPresent, readArray, readRecord, readString } from '../read-value.ts';
import { AgentStreamReader } from './agent-stream-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeInlineAgent.html */
export const invokeInlineAgent: BedrockOperation = {
  command: 'InvokeInlineAgentCommand',
  operation: 'invokeInlineAgent',
  spanName: 'bedrock.invokeInlineAgent',
  spanType: 'task',
  streamProperty: 'completion',
  readRequest,
  // The output's stream is read by the stream reader; nothing else in it is content.
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader,
};

/** The request names the models, so a trace that does not still has their cost. */
function createStreamReader({ model, metadata }: RequestReading): OperationStreamReader {
  const modelOfCollaborator = new Map(
    readArray(metadata.collaborators)
      .map(readRecord)
      .map((collaborator) => [collaborator.agentName, readString(collaborator.foundationModel)]),
  );
  return new AgentStreamReader({
    findModel: (collaborator) => (collaborator === undefined ? model : modelOfCollaborator.get(collaborator)),
  });
}

function readRequest(input: Record<string, unknown>): RequestReading {
  return {
    model: readString(input.foundationModel),
    input: keepPresent({
      instruction: input.instruction,
      inputText: input.inputText,
      inlineSessionState: input.inlineSessionState,
    }),
    metadata: keepPresent({
      agent_name: input.agentName,
      session_id: input.sessionId,
      end_session: input.endSession,
      enable_trace: input.enableTrace,
      tools: input.actionGroups,
      knowledge_bases: input.knowledgeBases,
      guardrail: input.guardrailConfiguration,
      agent_collaboration: input.agentCollaboration,
      collaborator_configurations: input.collaboratorConfigurations,
      collaborators: input.collaborators,
      bedrock_model_configurations: input.bedrockModelConfigurations,
      prompt_override_configuration: input.promptOverrideConfiguration,
      streaming_configurations: input.streamingConfigurations,
      prompt_creation_configurations: input.promptCreationConfigurations,
      orchestration_type: input.orchestrationType,
      custom_orchestration: input.customOrchestration,
      idle_session_ttl_s: input.idleSessionTTLInSeconds,
    }),
  };
}
