import type { StepReading } from '../../operations/operation.ts';
import { isRecord, keepPresent, readNumber, readRecord, readString } from '../../read-value.ts';
import type { OpenStepKind } from './agent-scope.ts';
import { parseJsonOrText } from './model-step.ts';

type StepStart = Pick<StepReading, 'name' | 'type' | 'input' | 'metadata'> & { kind: OpenStepKind };

/** How one kind of work that an agent orders appears in its trace. */
interface InvocationKind {
  kind: OpenStepKind;
  inputMember: string;
  outputMember: string;
  start: (input: Record<string, unknown>) => Omit<StepStart, 'kind'>;
  readOutput: (output: Record<string, unknown>) => Pick<StepReading, 'output' | 'error'>;
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvocationInput.html
const invocationKinds: readonly InvocationKind[] = [
  {
    kind: 'action-group',
    inputMember: 'actionGroupInvocationInput',
    outputMember: 'actionGroupInvocationOutput',
    start: startActionGroup,
    readOutput: (output) => ({ output: parseJsonOrText(output.text) }),
  },
  {
    kind: 'knowledge-base',
    inputMember: 'knowledgeBaseLookupInput',
    outputMember: 'knowledgeBaseLookupOutput',
    start: (input) => ({
      name: 'bedrock.agent.retrieve',
      type: 'tool',
      input: { text: input.text },
      metadata: keepPresent({ knowledge_base_id: input.knowledgeBaseId }),
    }),
    readOutput: (output) => ({ output: { retrievedReferences: output.retrievedReferences } }),
  },
  {
    kind: 'code-interpreter',
    inputMember: 'codeInterpreterInvocationInput',
    outputMember: 'codeInterpreterInvocationOutput',
    start: (input) => ({ name: 'bedrock.agent.codeInterpreter', type: 'tool', input, metadata: {} }),
    readOutput: readCodeInterpreterOutput,
  },
  {
    kind: 'collaborator',
    inputMember: 'agentCollaboratorInvocationInput',
    outputMember: 'agentCollaboratorInvocationOutput',
    start: (input) => ({
      name: readString(input.agentCollaboratorName) ?? 'collaborator',
      type: 'task',
      input: input.input,
      metadata: keepPresent({ agent_alias_arn: input.agentCollaboratorAliasArn }),
    }),
    readOutput: (output) => ({ output: output.output }),
  },
];

/** The step that an `invocationInput` starts. */
export function startInvocation(invocation: Record<string, unknown>): StepStart | undefined {
  for (const { kind, inputMember, start } of invocationKinds) {
    const input = invocation[inputMember];
    if (isRecord(input)) return { kind, ...start(input) };
  }
  return undefined;
}

export interface InvocationEnd {
  kind: OpenStepKind;
  reading: Pick<StepReading, 'output' | 'error' | 'latencyMs'>;
  /** Bedrock's times of this work. */
  metadata: Record<string, unknown>;
}

/** What an `observation` says of the step that it ends. */
export function readObservation(observation: Record<string, unknown>): InvocationEnd | undefined {
  for (const { kind, outputMember, readOutput } of invocationKinds) {
    const output = observation[outputMember];
    if (!isRecord(output)) continue;
    const metadata = readRecord(output.metadata);
    const latencyMs = readNumber(metadata.totalTimeMs);
    return { kind, metadata, reading: { ...readOutput(output), latencyMs } };
  }
  return undefined;
}

function startActionGroup(input: Record<string, unknown>): Omit<StepStart, 'kind'> {
  return {
    name: nameActionGroup(input),
    type: 'tool',
    input: keepPresent({ parameters: input.parameters, requestBody: input.requestBody }),
    metadata: keepPresent({
      action_group: input.actionGroupName,
      function: input.function,
      verb: input.verb,
      api_path: input.apiPath,
      execution_type: input.executionType,
      invocation_id: input.invocationId,
    }),
  };
}

/** By its function, or by the route of its API. */
function nameActionGroup(input: Record<string, unknown>): string {
  const verb = readString(input.verb);
  const apiPath = readString(input.apiPath);
  const route = verb === undefined || apiPath === undefined ? apiPath : `${verb} ${apiPath}`;
  return readString(input.function) ?? route ?? readString(input.actionGroupName) ?? 'action group';
}

function readCodeInterpreterOutput(output: Record<string, unknown>): Pick<StepReading, 'output' | 'error'> {
  const { metadata: _metadata, ...rest } = output;
  if (typeof output.executionError !== 'string' || output.executionError === '') return { output: rest };
  return { output: rest, error: { type: 'CodeExecutionError', message: output.executionError } };
}
