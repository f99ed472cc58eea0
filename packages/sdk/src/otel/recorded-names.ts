import { outcropAttribute } from '@outcrop/protocol';

/** Whether an attribute or an event of this name may be recorded. */
export type IsRecorded = (name: string) => boolean;

/**
 * Where OpenTelemetry's GenAI conventions, old and new, OpenInference, OpenLLMetry and Vercel's AI SDK put what a model or tool
 * was asked; also the beginning of such names.
 */
const inputNames = [
  'gen_ai.input.messages',
  'gen_ai.system_instructions',
  'gen_ai.prompt',
  'gen_ai.content.prompt',
  'gen_ai.system.message',
  'gen_ai.user.message',
  'gen_ai.assistant.message',
  'gen_ai.tool.message',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.arguments',
  'llm.input_messages',
  'llm.prompts',
  'llm.prompt_template',
  'llm.tools',
  'input.value',
  'traceloop.entity.input',
  'ai.prompt',
  'ai.toolCall.args',
  'ai.value',
  'ai.values',
  outcropAttribute.input,
];

/** And what it answered. */
const outputNames = [
  'gen_ai.output.messages',
  'gen_ai.completion',
  'gen_ai.content.completion',
  'gen_ai.choice',
  'gen_ai.tool.call.result',
  'llm.output_messages',
  'output.value',
  'retrieval.documents',
  'traceloop.entity.output',
  'ai.response.text',
  'ai.response.object',
  'ai.response.reasoning',
  'ai.response.toolCalls',
  'ai.toolCall.result',
  'ai.embedding',
  'ai.embeddings',
  outcropAttribute.output,
];

export interface RecordedContent {
  recordInput: boolean;
  recordOutput: boolean;
}

/** Undefined when everything may be recorded. */
export function findRecordedNames({ recordInput, recordOutput }: RecordedContent): IsRecorded | undefined {
  const leftOut = [...(recordInput ? [] : inputNames), ...(recordOutput ? [] : outputNames)];
  if (leftOut.length === 0) return undefined;
  return (name) => !leftOut.some((each) => name === each || name.startsWith(`${each}.`));
}
