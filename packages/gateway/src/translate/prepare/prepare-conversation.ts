import type { Conversation } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { adaptOutputFormat, type OutputPlan } from './adapt-output-format.ts';
import { adaptReasoning } from './adapt-reasoning.ts';
import { adaptSampling } from './adapt-sampling.ts';
import { limitCacheMarks } from './limit-cache-marks.ts';
import { prepareTools } from './prepare-tools.ts';
import { prepareTurns } from './prepare-turns.ts';
import type { ToolNames } from './tool-names.ts';

export interface Preparation {
  output: OutputPlan;
  toolNames: ToolNames;
}

/** Changes a conversation in place into one that the model takes, whichever of Bedrock's APIs it goes through. */
export function prepareConversation(conversation: Conversation, context: TranslationContext): Preparation {
  conversation.turns = prepareTurns(conversation.turns, context);
  conversation.system = conversation.system.filter((part) => part.text.trim() !== '');
  adaptReasoning(conversation, context);
  adaptSampling(conversation, context);
  const output = adaptOutputFormat(conversation, context);
  const toolNames = prepareTools(conversation, context);
  limitCacheMarks(conversation, context);
  if (!context.capabilities.hasSystemPrompt) moveSystemPrompt(conversation);
  return { output, toolNames };
}

/** For models without a system prompt the user's first turn begins with it. */
function moveSystemPrompt(conversation: Conversation): void {
  const first = conversation.turns[0];
  if (conversation.system.length === 0 || !first) return;
  first.parts.unshift(...conversation.system);
  conversation.system = [];
}
