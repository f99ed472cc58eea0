import type { Conversation } from '../conversation/conversation.ts';
import type { CacheMark } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

// https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
const mostMarks = 4;

interface Marked {
  cache?: CacheMark;
}

/** Keeps the cache marks that the model takes: the last four of the prompt, since they end the longest prefixes. */
export function limitCacheMarks(conversation: Conversation, context: TranslationContext): void {
  const { promptCache } = context.capabilities;
  const inTools = conversation.tools.filter(isMarked);
  const marked = [...inTools, ...conversation.system.filter(isMarked), ...listMarkedParts(conversation)];
  if (marked.length === 0) return;
  if (!promptCache.isSupported) {
    removeMarks(marked, context, 'this model has no prompt cache that can be steered');
    return;
  }
  if (!promptCache.inTools) {
    removeMarks(inTools, context, 'this model caches no tools');
  }
  const kept = marked.filter(isMarked);
  removeMarks(
    kept.slice(0, Math.max(0, kept.length - mostMarks)),
    context,
    `only the last ${mostMarks} count`,
  );
  if (!promptCache.hasOneHour) shortenMarks(kept, context);
}

function listMarkedParts({ turns }: Conversation): Marked[] {
  const marked: Marked[] = [];
  for (const { parts } of turns) {
    for (const part of parts) if (isMarked(part)) marked.push(part);
  }
  return marked;
}

function isMarked(value: object): value is Required<Marked> {
  return 'cache' in value && value.cache !== undefined;
}

function removeMarks(marked: readonly Marked[], context: TranslationContext, reason: string): void {
  for (const item of marked) delete item.cache;
  if (marked.length > 0) context.drop('cache_control', reason);
}

function shortenMarks(marked: readonly Marked[], context: TranslationContext): void {
  let isShortened = false;
  for (const { cache } of marked) {
    if (cache?.ttl !== '1h') continue;
    delete cache.ttl;
    isShortened = true;
  }
  if (isShortened) context.change('cache_control', 'lives five minutes: this model has no cache of one hour');
}
