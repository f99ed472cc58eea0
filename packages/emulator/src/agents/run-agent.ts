import { blockedMessage } from '../answer/guardrail.ts';
import { sampleJsonSchema } from '../answer/sample-json-schema.ts';
import { asObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { AgentTool } from './agent-definition.ts';
import { renderReference, searchKnowledge } from './knowledge-base.ts';
import { traceModelCall } from './model-call.ts';
import type { AgentPlace, TraceWriter } from './trace-writer.ts';

/** How a call of an agent ends. */
export type AgentOutcome =
  | { kind: 'answer'; text: string; citations: JsonObject[] }
  | { kind: 'return-control'; payload: JsonObject }
  | { kind: 'failure'; message: string };

export interface AgentTask {
  prompt: string;
  /** What the caller's own functions gave, after control was returned to it. */
  returnedResults: string[];
  /** Said in place of the emulator's own text. */
  scriptedText?: string;
  writer: TraceWriter;
}

const searching = /\b(?:search|look up|policy|document|return|warranty|shipping|opening)/iu;

/** Lets an agent work: the same prompt gives the same steps. */
export function runAgent(place: AgentPlace, task: AgentTask): AgentOutcome {
  const { agent } = place;
  const blocked = agent.guardrailId !== undefined && assessPrompt(place, task);
  if (blocked) return { kind: 'answer', text: blockedMessage, citations: [] };
  if (agent.hasPreProcessing) preProcess(place, task);
  if (task.returnedResults.length > 0)
    return answer(place, task, { result: task.returnedResults.join('\n') });
  if (/\bfail\b/iu.test(task.prompt)) return failTask(place, task);
  const tool = agent.tools.find((known) => known.trigger.test(task.prompt));
  if (tool) return useTool(place, task, tool);
  const collaborator = agent.collaborators.find(
    ({ name, tools }) =>
      task.prompt.toLowerCase().includes(name.toLowerCase()) ||
      tools.some(({ trigger }) => trigger.test(task.prompt)),
  );
  if (collaborator) return askCollaborator(place, task, collaborator.name);
  const [knowledgeBaseId] = agent.knowledgeBaseIds;
  if (knowledgeBaseId !== undefined && searching.test(task.prompt)) return look(place, task, knowledgeBaseId);
  return answer(place, task, {});
}

function assessPrompt(place: AgentPlace, { prompt, writer }: AgentTask): boolean {
  const isIntervention = /\bblocked\b/iu.test(prompt);
  writer.add(place, {
    guardrailTrace: {
      action: isIntervention ? 'INTERVENED' : 'NONE',
      inputAssessments: isIntervention
        ? [{ wordPolicy: { customWords: [{ match: 'blocked', action: 'BLOCKED' }] } }]
        : [{}],
      metadata: writer.endStep(),
      traceId: writer.nextTraceId(),
    },
  });
  return isIntervention;
}

function preProcess(place: AgentPlace, { prompt, writer }: AgentTask): void {
  const rationale = 'The question is one that the agent may answer.';
  traceModelCall(writer, place, {
    stage: 'preProcessingTrace',
    type: 'PRE_PROCESSING',
    traceId: writer.nextTraceId(),
    messages: [prompt],
    answer: { text: `<thinking>${rationale}</thinking><category>D</category>` },
    members: { parsedResponse: { isValid: true, rationale } },
  });
}

function think(
  place: AgentPlace,
  task: AgentTask,
  thought: { text: string; toolUse?: { name: string; input: unknown } },
): string {
  const { writer, prompt } = task;
  const traceId = writer.nextTraceId();
  traceModelCall(writer, place, {
    stage: 'orchestrationTrace',
    type: 'ORCHESTRATION',
    traceId,
    messages: [prompt],
    answer: {
      text: `<thinking>${thought.text}</thinking>`,
      ...(thought.toolUse ? { toolUse: thought.toolUse } : {}),
    },
  });
  writer.add(place, { orchestrationTrace: { rationale: { text: thought.text, traceId } } });
  return traceId;
}

function useTool(place: AgentPlace, task: AgentTask, tool: AgentTool): AgentOutcome {
  const { writer, prompt } = task;
  const schema = { type: 'object', properties: tool.parameters, required: Object.keys(tool.parameters) };
  const input = asObject(sampleJsonSchema(schema, { prompt }));
  const traceId = think(place, task, {
    text: `I need ${tool.name} for this.`,
    toolUse: { name: `${tool.actionGroup}__${tool.name}`, input },
  });
  const parameters = Object.entries(input).map(([name, value]) => ({
    name,
    type: 'string',
    value: String(value),
  }));
  const invocationId = `invocation-${traceId}`;
  writer.add(place, {
    orchestrationTrace: {
      invocationInput: {
        invocationType: 'ACTION_GROUP',
        traceId,
        actionGroupInvocationInput: {
          actionGroupName: tool.actionGroup,
          executionType: tool.returnsControl ? 'RETURN_CONTROL' : 'LAMBDA',
          function: tool.name,
          ...(tool.returnsControl ? { invocationId } : {}),
          parameters,
        },
      },
    },
  });
  if (tool.returnsControl) {
    const functionInvocationInput = {
      actionGroup: tool.actionGroup,
      actionInvocationType: 'RESULT',
      function: tool.name,
      parameters,
    };
    return {
      kind: 'return-control',
      payload: { invocationId, invocationInputs: [{ functionInvocationInput }] },
    };
  }
  const result = JSON.stringify({ ...input, result: 'done' });
  const actionGroupInvocationOutput = { metadata: writer.endStep(), text: result };
  observe(place, writer, { type: 'ACTION_GROUP', traceId, actionGroupInvocationOutput });
  return answer(place, task, { result });
}

function look(place: AgentPlace, task: AgentTask, knowledgeBaseId: string): AgentOutcome {
  const { writer, prompt } = task;
  const traceId = think(place, task, { text: 'The knowledge base should say this.' });
  writer.add(place, {
    orchestrationTrace: {
      invocationInput: {
        invocationType: 'KNOWLEDGE_BASE',
        traceId,
        knowledgeBaseLookupInput: { knowledgeBaseId, text: prompt },
      },
    },
  });
  const found = searchKnowledge(prompt, 2);
  const retrievedReferences = found.map(renderReference);
  const knowledgeBaseLookupOutput = { metadata: writer.endStep(), retrievedReferences };
  observe(place, writer, { type: 'KNOWLEDGE_BASE', traceId, knowledgeBaseLookupOutput });
  const text = found[0]?.text ?? 'Nothing was found.';
  return answer(place, task, { result: text, references: retrievedReferences.slice(0, 1) });
}

function askCollaborator(place: AgentPlace, task: AgentTask, name: string): AgentOutcome {
  const { writer, prompt } = task;
  const agent = place.agent.collaborators.find((known) => known.name === name);
  if (!agent) return answer(place, task, {});
  const traceId = think(place, task, { text: `${name} knows this better.` });
  const collaborator = { agentCollaboratorName: name, agentCollaboratorAliasArn: agent.aliasArn };
  writer.add(place, {
    orchestrationTrace: {
      invocationInput: {
        invocationType: 'AGENT_COLLABORATOR',
        traceId,
        agentCollaboratorInvocationInput: { ...collaborator, input: { type: 'TEXT', text: prompt } },
      },
    },
  });
  const outcome = runAgent(
    { agent, callers: [...place.callers, place.agent] },
    { ...task, scriptedText: undefined },
  );
  if (outcome.kind !== 'answer') return outcome;
  const agentCollaboratorInvocationOutput = { ...collaborator, output: { type: 'TEXT', text: outcome.text } };
  observe(place, writer, { type: 'AGENT_COLLABORATOR', traceId, agentCollaboratorInvocationOutput });
  return answer(place, task, { result: outcome.text });
}

function failTask(place: AgentPlace, { writer, prompt }: AgentTask): AgentOutcome {
  const message = 'The emulated dependency failed as the prompt asked.';
  const traceId = writer.nextTraceId();
  writer.add(place, {
    orchestrationTrace: {
      modelInvocationInput: {
        foundationModel: place.agent.foundationModel,
        text: prompt,
        traceId,
        type: 'ORCHESTRATION',
      },
    },
  });
  writer.add(place, {
    failureTrace: { failureCode: 424, failureReason: message, metadata: writer.endStep(), traceId },
  });
  return { kind: 'failure', message };
}

function answer(
  place: AgentPlace,
  task: AgentTask,
  { result, references = [] }: { result?: string; references?: JsonObject[] },
): AgentOutcome {
  const { writer, prompt } = task;
  const text =
    task.scriptedText ??
    (result === undefined
      ? `You asked: “${prompt}”. I can help with that.`
      : `Here is what I found: ${result}`);
  const traceId = writer.nextTraceId();
  traceModelCall(writer, place, {
    stage: 'orchestrationTrace',
    type: 'ORCHESTRATION',
    traceId,
    messages: result === undefined ? [prompt] : [prompt, 'I will look that up.', result],
    answer: { text: `<answer>${text}</answer>` },
  });
  observe(place, writer, { type: 'FINISH', traceId, finalResponse: { metadata: writer.endStep(), text } });
  const span = { start: 0, end: Math.max(0, text.length - 1) };
  const citations =
    references.length === 0
      ? []
      : [{ generatedResponsePart: { textResponsePart: { span, text } }, retrievedReferences: references }];
  return { kind: 'answer', text, citations };
}

function observe(place: AgentPlace, writer: TraceWriter, observation: JsonObject): void {
  writer.add(place, { orchestrationTrace: { observation } });
}
