import type { Conversation } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

/** Leaves out the sampling parameters and stop sequences that the model would refuse. Comes after the reasoning is settled. */
export function adaptSampling(conversation: Conversation, context: TranslationContext): void {
  const { sampling } = context.capabilities;
  if (sampling === 'none') dropAll(conversation, context, 'this model takes no sampling parameters');
  else if (isBudgeted(conversation)) adaptToThinking(conversation, context);
  else if (sampling === 'temperature-or-top-p') dropSecond(conversation, context);
  limitTemperature(conversation, context);
  adaptStopSequences(conversation, context);
}

/** OpenAI's goes up to 2, Bedrock's to 1. */
function limitTemperature(conversation: Conversation, context: TranslationContext): void {
  if (conversation.temperature === undefined || conversation.temperature <= 1) return;
  context.change('temperature', `is 1 in place of ${conversation.temperature}: Bedrock goes no higher`);
  conversation.temperature = 1;
}

function isBudgeted({ reasoning }: Conversation): boolean {
  return reasoning?.isEnabled === true && reasoning.budgetTokens !== undefined;
}

function dropAll(conversation: Conversation, context: TranslationContext, reason: string): void {
  const drop = createDropper(conversation, context);
  drop('temperature', reason);
  drop('topP', reason);
  drop('topK', reason);
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html */
function adaptToThinking(conversation: Conversation, context: TranslationContext): void {
  const drop = createDropper(conversation, context);
  const reason = 'cannot be set while this model reasons';
  if (conversation.temperature !== 1) drop('temperature', reason);
  drop('topK', reason);
  if (conversation.topP !== undefined && (conversation.topP < 0.95 || conversation.topP > 1)) {
    drop('topP', 'must be 0.95 to 1 while this model reasons');
  }
}

function dropSecond(conversation: Conversation, context: TranslationContext): void {
  if (conversation.temperature === undefined) return;
  createDropper(conversation, context)('topP', 'this model takes temperature or top_p, not both');
}

const clientNames = { temperature: 'temperature', topP: 'top_p', topK: 'top_k' };

function createDropper(conversation: Conversation, context: TranslationContext) {
  return (name: keyof typeof clientNames, reason: string): void => {
    if (conversation[name] === undefined) return;
    delete conversation[name];
    context.drop(clientNames[name], reason);
  };
}

function adaptStopSequences(conversation: Conversation, context: TranslationContext): void {
  const { stopSequences } = conversation;
  if (!stopSequences || stopSequences.length === 0) {
    delete conversation.stopSequences;
    return;
  }
  if (!context.capabilities.hasStopSequences) {
    delete conversation.stopSequences;
    context.drop('stop', 'this model takes no stop sequences');
    return;
  }
  if (context.capabilities.hasBlankStopSequences || stopSequences.every((stop) => stop.trim() !== '')) return;
  conversation.stopSequences = stopSequences.filter((stop) => stop.trim() !== '');
  if (conversation.stopSequences.length === 0) delete conversation.stopSequences;
  context.drop('stop', 'this model takes no stop sequence of white space only');
}
