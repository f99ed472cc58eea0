import { emptyConversation } from '../answer/conversation.ts';
import type { Part, Tool, Turn } from '../answer/conversation.ts';
import type { AnswerPart, AnswerPlan } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { asArray, asNumber, asObject, asString, asStrings } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { textOfPlan } from './text-answer.ts';
import { missingKey } from './missing-key.ts';

export const cohereCommandR: GenerationFamily = {
  kind: 'generation',
  name: 'cohere-command-r',
  matchesModel: (modelName) => /^cohere\.command-[ra]/u.test(modelName),
  matchesBody: (body) => typeof body.message === 'string',
  readRequest(body, modelId) {
    if (typeof body.message !== 'string') {
      throw missingKey('message');
    }
    const results = asArray(body.tool_results).map(readToolResult);
    return {
      ...emptyConversation(modelId),
      system: typeof body.preamble === 'string' ? [{ kind: 'text', text: body.preamble }] : [],
      turns: [
        ...asArray(body.chat_history).map(readTurn),
        { role: 'user', parts: [{ kind: 'text', text: body.message }, ...results] },
      ],
      tools: asArray(body.tools).map(readTool),
      maxTokens: asNumber(body.max_tokens) ?? 4096,
      stopSequences: asStrings(body.stop_sequences),
      reasoning: 'unsupported',
    };
  },
  renderBody: renderResponse,
  renderChunks: (plan) => [
    ...splitIntoDeltas(textOfPlan(plan)).map(({ text, tokens }) =>
      chunk({ is_finished: false, event_type: 'text-generation', text }, tokens),
    ),
    ...(toolCallsOf(plan).length > 0
      ? [chunk({ is_finished: false, event_type: 'tool-calls-generation', tool_calls: toolCallsOf(plan) })]
      : []),
    chunk({
      is_finished: true,
      event_type: 'stream-end',
      response: { ...renderResponse(plan), meta: renderMeta(plan) },
      finish_reason: finishReasonOf(plan),
    }),
  ],
};

function renderResponse(plan: AnswerPlan): JsonObject {
  const toolCalls = toolCallsOf(plan);
  return {
    response_id: `${plan.digest}/response`,
    text: textOfPlan(plan),
    generation_id: plan.digest,
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
    finish_reason: finishReasonOf(plan),
  };
}

function renderMeta(plan: AnswerPlan): JsonObject {
  const counts = { input_tokens: plan.usage.inputTokens, output_tokens: plan.usage.outputTokens };
  return { api_version: { version: '1' }, billed_units: counts, tokens: counts };
}

function toolCallsOf(plan: AnswerPlan): JsonObject[] {
  return plan.parts
    .filter((part): part is Extract<AnswerPart, { kind: 'tool-call' }> => part.kind === 'tool-call')
    .map((part) => ({ name: part.name, parameters: part.input }));
}

function finishReasonOf(plan: AnswerPlan): string {
  return plan.stopReason === 'max_tokens' ? 'MAX_TOKENS' : 'COMPLETE';
}

function readTurn(value: unknown): Turn {
  const entry = asObject(value);
  return {
    role: entry.role === 'CHATBOT' ? 'assistant' : 'user',
    parts: [{ kind: 'text', text: asString(entry.message) }],
  };
}

function readToolResult(value: unknown): Part {
  const result = asObject(value);
  const outputs = asArray(result.outputs);
  const name = asString(asObject(result.call).name);
  return {
    kind: 'tool-result',
    id: name,
    content: JSON.stringify(outputs.length === 1 ? outputs[0] : outputs),
  };
}

const typeOfPython: Readonly<Record<string, string>> = {
  str: 'string',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
};

/** Cohere describes parameters by Python's type names. */
function readTool(value: unknown): Tool {
  const tool = asObject(value);
  const parameters = Object.entries(asObject(tool.parameter_definitions));
  const properties = parameters.map(([name, definition]) => {
    const type = asString(asObject(definition).type).toLowerCase();
    return [name, { type: typeOfPython[type] ?? type }] as const;
  });
  return {
    name: asString(tool.name),
    description: asString(tool.description),
    schema: { type: 'object', properties: Object.fromEntries(properties) },
  };
}
