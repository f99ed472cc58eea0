import { buildStoredAgent } from '../../agents/agent-definition.ts';
import { runAgent } from '../../agents/run-agent.ts';
import { TraceWriter } from '../../agents/trace-writer.ts';
import { countTokens } from '../../answer/tokenize.ts';
import { asArray, asObject, asString, digestJson } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { invalidRequest } from '../../service-error.ts';
import type { EmulatedOperation, StreamEvent } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';
import { readPathLabels } from './read-path-labels.ts';

const path = /^\/flows\/(?<flowIdentifier>[^/]+)\/aliases\/(?<flowAliasIdentifier>[^/]+)$/u;
const modelId = 'amazon.nova-lite-v1:0';

/** Every flow is input → prompt → agent → output; one whose input asks “which” wants to know more first. */
export const invokeFlow: EmulatedOperation = {
  name: 'InvokeFlow',
  method: 'POST',
  path,
  answer({ request, scriptedText }) {
    readPathLabels(request.path, path);
    const body = parseJsonBody(request.body);
    const [input] = asArray(body.inputs).map(asObject);
    if (!input)
      throw invalidRequest("Value at 'inputs' failed to satisfy constraint: Member must not be empty");
    const executionId = asString(body.executionId) || digestJson(body).toString('hex').slice(0, 16);
    const content = asObject(input.content).document;
    const prompt = typeof content === 'string' ? content : JSON.stringify(content);
    const { events, text } = runFlow(prompt, scriptedText);
    return {
      kind: 'stream',
      headers: { 'x-amz-bedrock-flow-execution-id': executionId },
      events: [...(body.enableTrace === true ? events : []), ...renderEnd(prompt, text)],
    };
  },
};

function renderEnd(prompt: string, text: string): StreamEvent[] {
  if (/^which\b/iu.test(prompt)) {
    const content = { document: 'Which one do you mean?' };
    return [
      event('flowMultiTurnInputRequestEvent', { content, nodeName: 'Agent', nodeType: 'AgentNode' }),
      event('flowCompletionEvent', { completionReason: 'INPUT_REQUIRED' }),
    ];
  }
  return [
    event(
      'flowOutputEvent',
      { content: { document: text }, nodeName: 'FlowOutput', nodeType: 'FlowOutputNode' },
      countTokens(text),
    ),
    event('flowCompletionEvent', { completionReason: 'SUCCESS' }),
  ];
}

function runFlow(prompt: string, scriptedText: string | undefined): { events: StreamEvent[]; text: string } {
  const agent = buildStoredAgent('FLOWAGENT', 'LIVE');
  const writer = new TraceWriter({ sessionId: 'flow' }, digestJson(prompt).toString('hex').slice(0, 16));
  const outcome = runAgent({ agent, callers: [] }, { prompt, returnedResults: [], scriptedText, writer });
  const text = outcome.kind === 'answer' ? outcome.text : 'The agent gave no answer.';
  const rewritten = `Please answer: ${prompt}`;
  return {
    text,
    events: [
      ...traceNode('FlowInput', { document: prompt }, prompt),
      traceInput('Prompt', { input: prompt }),
      trace({ nodeActionTrace: { nodeName: 'Prompt', timestamp: now(), ...callModel(prompt, rewritten) } }),
      traceOutput('Prompt', { modelCompletion: rewritten }),
      traceInput('Agent', { agentInputText: rewritten }),
      trace({
        nodeDependencyTrace: {
          nodeName: 'Agent',
          timestamp: now(),
          traceElements: { agentTraces: writer.events.map(({ payload }) => payload) },
        },
      }),
      traceOutput('Agent', { agentResponse: text }),
      ...traceNode('FlowOutput', { document: text }, text),
    ],
  };
}

function callModel(prompt: string, answer: string): JsonObject {
  const usage = { inputTokens: countTokens(prompt), outputTokens: countTokens(answer) };
  return {
    serviceName: 'Bedrock',
    operationName: 'Converse',
    requestId: digestJson(prompt).toString('hex').slice(0, 32),
    operationRequest: { modelId, messages: [{ role: 'user', content: [{ text: prompt }] }] },
    operationResponse: {
      output: { message: { role: 'assistant', content: [{ text: answer }] } },
      stopReason: 'end_turn',
      usage: { ...usage, totalTokens: usage.inputTokens + usage.outputTokens },
    },
  };
}

function traceNode(nodeName: string, inputs: JsonObject, output: unknown): StreamEvent[] {
  return [traceInput(nodeName, inputs), traceOutput(nodeName, { document: output })];
}

function traceInput(nodeName: string, inputs: JsonObject): StreamEvent {
  const fields = Object.entries(inputs).map(([nodeInputName, document]) => ({
    content: { document },
    nodeInputName,
  }));
  return trace({ nodeInputTrace: { fields, nodeName, timestamp: now() } });
}

function traceOutput(nodeName: string, outputs: JsonObject): StreamEvent {
  const fields = Object.entries(outputs).map(([nodeOutputName, document]) => ({
    content: { document },
    nodeOutputName,
  }));
  return trace({ nodeOutputTrace: { fields, nodeName, timestamp: now() } });
}

function trace(members: JsonObject): StreamEvent {
  return event('flowTraceEvent', { trace: members });
}

function event(type: string, payload: JsonObject, tokens = 0): StreamEvent {
  return { type, payload, tokens };
}

function now(): string {
  return new Date().toISOString();
}
