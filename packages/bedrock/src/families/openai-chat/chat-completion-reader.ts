import { isRecord, readArray, readNumber } from '../../read-value.ts';
import type { StreamReader, StreamResult } from '../family.ts';
import { readChatCompletion } from './chat-completion.ts';
import { mergeDelta } from './merge-delta.ts';

interface Choice {
  fields: Record<string, unknown>;
  message: Record<string, unknown>;
}

/** Rebuilds a chat completion from its chunks. */
export class ChatCompletionReader implements StreamReader<Record<string, unknown>> {
  private body: Record<string, unknown> | undefined;
  private readonly choices = new Map<number, Choice>();

  read(chunk: Record<string, unknown>): boolean {
    const body: Record<string, unknown> = (this.body ??= {});
    for (const name of Object.keys(chunk)) {
      if (name !== 'choices' && (chunk[name] !== null || !(name in body))) body[name] = chunk[name];
    }
    let isContent = false;
    for (const [position, choice] of readArray(chunk.choices).entries()) {
      if (isRecord(choice) && this.addChoice(readNumber(choice.index) ?? position, choice)) isContent = true;
    }
    return isContent;
  }

  result(): StreamResult {
    if (!this.body) return { output: undefined };
    const choices = [...this.choices]
      .sort(([left], [right]) => left - right)
      .map(([, choice]) => buildChoice(choice));
    const { object, ...body } = this.body;
    const output: Record<string, unknown> = { ...body, choices };
    if (typeof object === 'string') output.object = object.replace(/\.chunk$/, '');
    return { output, ...readChatCompletion(output) };
  }

  private addChoice(index: number, choice: Record<string, unknown>): boolean {
    let known = this.choices.get(index);
    if (!known) this.choices.set(index, (known = { fields: { index }, message: {} }));
    // Mistral's models on Bedrock put each piece under `message` instead of `delta`.
    const { delta, message, ...fields } = choice;
    for (const name of Object.keys(fields)) {
      if (isRecord(fields[name]) || Array.isArray(fields[name]))
        mergeDelta(known.fields, { [name]: fields[name] });
      else if (fields[name] !== null || !(name in known.fields)) known.fields[name] = fields[name];
    }
    const piece = isRecord(delta) ? delta : message;
    return isRecord(piece) && mergeDelta(known.message, piece);
  }
}

/** In an unstreamed message tool calls stand in order and have no `index`: it only says which one a piece continues. */
function buildChoice({ fields, message }: Choice): Record<string, unknown> {
  if (!Array.isArray(message.tool_calls)) return { ...fields, message: { ...message } };
  const toolCalls = message.tool_calls
    .filter(isRecord)
    .sort((left, right) => (readNumber(left.index) ?? 0) - (readNumber(right.index) ?? 0))
    .map((piece) => {
      const { index: _, ...call } = piece;
      return call;
    });
  return { ...fields, message: { ...message, tool_calls: toolCalls } };
}
