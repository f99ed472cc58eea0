import { countTokens } from '../answer/tokenize.ts';
import type { JsonObject } from '../json.ts';
import type { AgentPlace, TraceWriter } from './trace-writer.ts';

export interface ModelCall {
  stage: 'preProcessingTrace' | 'orchestrationTrace';
  type: 'PRE_PROCESSING' | 'ORCHESTRATION';
  traceId: string;
  /** What the person and the tools said so far. */
  messages: readonly string[];
  answer: { text: string; toolUse?: { name: string; input: unknown } };
  /** Members of `modelInvocationOutput` beside the usual ones. */
  members?: JsonObject;
}

/** Traces one call of the agent's model: its prompt, its raw answer, its tokens and its time. */
export function traceModelCall(writer: TraceWriter, place: AgentPlace, call: ModelCall): void {
  const { foundationModel, instruction } = place.agent;
  const text = JSON.stringify({
    system: instruction,
    messages: call.messages.map((content, index) => ({
      content,
      role: index % 2 === 0 ? 'user' : 'assistant',
    })),
  });
  const { traceId } = call;
  writer.add(place, {
    [call.stage]: {
      modelInvocationInput: {
        foundationModel,
        inferenceConfiguration: {
          maximumLength: 2048,
          stopSequences: ['</answer>'],
          temperature: 0,
          topK: 250,
          topP: 1,
        },
        parserMode: 'DEFAULT',
        promptCreationMode: 'DEFAULT',
        text,
        traceId,
        type: call.type,
      },
    },
  });
  const usage = {
    inputTokens: countTokens(text),
    outputTokens: countTokens(call.answer.text + JSON.stringify(call.answer.toolUse ?? '')),
  };
  const metadata = { ...writer.endStep(), usage };
  const rawResponse = { content: JSON.stringify(renderRawResponse(foundationModel, call.answer, usage)) };
  writer.add(place, {
    [call.stage]: { modelInvocationOutput: { metadata, rawResponse, traceId, ...call.members } },
  });
}

/** In the model's own shape: Claude's message, or Converse's answer for the others. */
function renderRawResponse(
  model: string,
  { text, toolUse }: ModelCall['answer'],
  usage: { inputTokens: number; outputTokens: number },
): JsonObject {
  const toolUseId = 'toolu_bdrk_emulator';
  if (!model.includes('anthropic.')) {
    const called = toolUse ? [{ toolUse: { toolUseId, ...toolUse } }] : [];
    return {
      output: { message: { role: 'assistant', content: [{ text }, ...called] } },
      stopReason: toolUse ? 'tool_use' : 'end_turn',
      usage: { ...usage, totalTokens: usage.inputTokens + usage.outputTokens },
    };
  }
  return {
    id: 'msg_bdrk_emulator',
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text }, ...(toolUse ? [{ type: 'tool_use', id: toolUseId, ...toolUse }] : [])],
    stop_reason: toolUse ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
  };
}
