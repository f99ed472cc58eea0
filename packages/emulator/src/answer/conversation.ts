import type { GuardrailRequest } from './guardrail.ts';

export type CacheTtl = '5m' | '1h';

/** A piece of a message, whatever the family calls it. */
export type Part =
  | { kind: 'text'; text: string }
  | {
      kind: 'media';
      medium: 'image' | 'document' | 'video' | 'audio';
      format: string;
      bytes: Uint8Array;
      name?: string;
    }
  | { kind: 'tool-call'; id: string; name: string; input: unknown }
  | { kind: 'tool-result'; id: string; content: string }
  | { kind: 'reasoning'; text: string }
  /** Everything before it may be cached. */
  | { kind: 'cache-point'; ttl: CacheTtl };

export interface Turn {
  role: 'user' | 'assistant';
  parts: Part[];
}

export interface Tool {
  name: string;
  description: string;
  schema: unknown;
}

export type ToolChoice =
  { kind: 'auto' } | { kind: 'any' } | { kind: 'none' } | { kind: 'tool'; name: string };

/** What a request asks for, in one form for every operation and family. */
export interface Conversation {
  modelId: string;
  system: Part[];
  turns: Turn[];
  tools: Tool[];
  /** Set when the tools end with a cache point. */
  toolsCachePoint?: CacheTtl;
  toolChoice: ToolChoice;
  maxTokens: number;
  stopSequences: string[];
  /** Whether reasoning precedes the answer: never, when the prompt says “think”, or always. */
  reasoning: 'unsupported' | 'when-prompted' | 'requested';
  /** When present the answer is JSON that satisfies it. */
  responseSchema?: unknown;
  guardrail?: GuardrailRequest;
}

export function textOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    .join('\n')
    .trim();
}

/** The words of the person: the last user turn that says something. */
export function findPrompt(conversation: Conversation): string {
  for (const turn of conversation.turns.toReversed()) {
    const text = turn.role === 'user' ? textOf(turn.parts) : '';
    if (text !== '') return text;
  }
  return '';
}

/** A conversation with nothing in it but what every reader must say itself. */
export function emptyConversation(modelId: string): Conversation {
  return {
    modelId,
    system: [],
    turns: [],
    tools: [],
    toolChoice: { kind: 'auto' },
    maxTokens: 4096,
    stopSequences: [],
    reasoning: 'when-prompted',
  };
}
