import type { Turn } from '../conversation/conversation.ts';
import type { Part } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

const placeholder = '(empty)';

/**
 * Brings turns into the form Bedrock takes: roles alternate and the user begins, tool results come first, no text is blank,
 * no turn is empty, and an assistant's last text does not end in white space.
 */
export function prepareTurns(turns: readonly Turn[], context: TranslationContext): Turn[] {
  const prepared: Turn[] = [];
  for (const turn of turns) {
    const last = prepared.at(-1);
    const parts = turn.parts.filter((part) => isSendable(part, context));
    if (last?.role === turn.role) last.parts.push(...parts);
    else prepared.push({ role: turn.role, parts });
  }
  for (const turn of prepared) settleTurn(turn);
  if (prepared[0]?.role === 'assistant') prepared.unshift({ role: 'user', parts: [blankText()] });
  const last = prepared.at(-1);
  if (last?.role === 'assistant') trimEnd(last);
  return prepared;
}

function isSendable(part: Part, context: TranslationContext): boolean {
  if (part.type === 'text') return part.text.trim() !== '';
  if (part.type !== 'thinking' || part.signature !== undefined) return true;
  if (part.text.trim() !== '') {
    context.change(
      'messages',
      'reasoning without its signature was left out: models take back only signed reasoning',
    );
  }
  return false;
}

function settleTurn(turn: Turn): void {
  if (turn.parts.length === 0) turn.parts.push(blankText());
  const firstOther = turn.parts.findIndex((part) => part.type !== 'tool-result');
  if (turn.role !== 'user' || firstOther === -1) return;
  // A stable sort: results stay in order, and so does the rest.
  if (turn.parts.slice(firstOther).some((part) => part.type === 'tool-result')) {
    turn.parts.sort(
      (left, right) => Number(right.type === 'tool-result') - Number(left.type === 'tool-result'),
    );
  }
}

function trimEnd(turn: Turn): void {
  const last = turn.parts.at(-1);
  if (last?.type === 'text') last.text = last.text.trimEnd();
}

function blankText(): Part {
  return { type: 'text', text: placeholder };
}
