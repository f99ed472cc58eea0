import { digestJson } from '../json.ts';
import { findPrompt } from './conversation.ts';
import type { Conversation, Tool } from './conversation.ts';
import { applyGuardrail, blockedMessage } from './guardrail.ts';
import type { GuardrailOutcome } from './guardrail.ts';
import type { InputUsage, PromptCache } from './prompt-cache.ts';
import { sampleJsonSchema } from './sample-json-schema.ts';
import { countTokens, tokenize } from './tokenize.ts';
import { writeAnswerText, writeReasoningText } from './write-answer-text.ts';

export type AnswerPart =
  | { kind: 'text'; text: string }
  | { kind: 'reasoning'; text: string; signature: string }
  | { kind: 'tool-call'; id: string; name: string; input: unknown };

export type StopReason = 'end_turn' | 'tool_use' | 'max_tokens' | 'stop_sequence' | 'guardrail_intervened';

export interface AnswerUsage extends InputUsage {
  outputTokens: number;
  /** Part of `outputTokens`. */
  reasoningTokens: number;
}

/** What the model says; every family and operation renders the same plan in its own words. */
export interface AnswerPlan {
  /** 32 hex digits drawn from the request; ids of messages and tool calls come from it. */
  digest: string;
  parts: AnswerPart[];
  stopReason: StopReason;
  /** The sequence that ended the text, when one did. */
  stopSequence?: string;
  usage: AnswerUsage;
  /** What the script lets the call take, so that it contradicts no clock. */
  latencyMs: number;
  firstByteLatencyMs: number;
  guardrail?: GuardrailOutcome;
}

export interface PlanOptions {
  cache: PromptCache;
  /** Said in place of the emulator's own text. */
  scriptedText?: string;
  /** What the script lets the call take; at once unless given. */
  latencyMs?: number;
}

interface Draft {
  parts: AnswerPart[];
  stopReason: StopReason;
  stopSequence?: string;
}

const unbilled: InputUsage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  isCaching: false,
};

/** Decides the whole answer from the request: the same request gives the same plan, but for what the cache remembers. */
export function planAnswer(conversation: Conversation, options: PlanOptions): AnswerPlan {
  const digest = digestJson({ ...conversation, guardrail: undefined })
    .toString('hex')
    .slice(0, 32);
  const latencyMs = reportedLatencyMs(options);
  const guardrail =
    conversation.guardrail && applyGuardrail(conversation.guardrail, findPrompt(conversation));
  if (guardrail?.isIntervention) {
    const parts: AnswerPart[] = [{ kind: 'text', text: blockedMessage }];
    const usage = { ...unbilled, outputTokens: 0, reasoningTokens: 0 };
    return {
      digest,
      parts,
      stopReason: 'guardrail_intervened',
      usage,
      latencyMs,
      firstByteLatencyMs: latencyMs,
      guardrail,
    };
  }
  const draft = cutAtLength(
    cutAtStopSequence(draftAnswer(conversation, digest, options), conversation),
    conversation,
  );
  const outputTokens = draft.parts.reduce((sum, part) => sum + countPartTokens(part), 0);
  const reasoningTokens = draft.parts.reduce(
    (sum, part) => sum + (part.kind === 'reasoning' ? countPartTokens(part) : 0),
    0,
  );
  const input = options.cache.bill(conversation);
  return {
    digest,
    ...draft,
    usage: { ...input, outputTokens, reasoningTokens },
    latencyMs,
    firstByteLatencyMs: latencyMs,
    guardrail,
  };
}

/** Bedrock counts whole milliseconds and never none. */
export function reportedLatencyMs({ latencyMs = 0 }: Pick<PlanOptions, 'latencyMs'>): number {
  return Math.max(1, Math.floor(latencyMs));
}

/** Input, output and everything cached. */
export function totalTokensOf(usage: AnswerUsage): number {
  return usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + cacheWriteTokensOf(usage);
}

export function cacheWriteTokensOf(usage: InputUsage): number {
  return usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
}

export function countPartTokens(part: AnswerPart): number {
  return part.kind === 'tool-call'
    ? countTokens(part.name + JSON.stringify(part.input))
    : countTokens(part.text);
}

function draftAnswer(conversation: Conversation, digest: string, options: PlanOptions): Draft {
  const prompt = findPrompt(conversation);
  const parts: AnswerPart[] = [];
  if (shouldReason(conversation, prompt)) {
    parts.push({
      kind: 'reasoning',
      text: writeReasoningText(conversation),
      signature: signatureFrom(digest),
    });
  }
  if (options.scriptedText !== undefined) {
    return { parts: [...parts, { kind: 'text', text: options.scriptedText }], stopReason: 'end_turn' };
  }
  const tool = chooseTool(conversation, prompt);
  if (tool) {
    const isForced = conversation.toolChoice.kind !== 'auto';
    if (!isForced) parts.push({ kind: 'text', text: `I'll use ${tool.name} to look that up.` });
    const id = idFrom(`${digest}tool`);
    parts.push({ kind: 'tool-call', id, name: tool.name, input: sampleJsonSchema(tool.schema, { prompt }) });
    return { parts, stopReason: 'tool_use' };
  }
  const text =
    conversation.responseSchema === undefined
      ? writeAnswerText(conversation)
      : JSON.stringify(sampleJsonSchema(conversation.responseSchema, { prompt }));
  return { parts: [...parts, { kind: 'text', text }], stopReason: 'end_turn' };
}

function shouldReason(conversation: Conversation, prompt: string): boolean {
  if (conversation.reasoning === 'unsupported') return false;
  return conversation.reasoning === 'requested' || /\bthink\b/iu.test(prompt);
}

function chooseTool(conversation: Conversation, prompt: string): Tool | undefined {
  const { tools, toolChoice } = conversation;
  switch (toolChoice.kind) {
    case 'none':
      return undefined;
    case 'tool':
      return tools.find((tool) => tool.name === toolChoice.name);
    case 'any':
      return mostFittingTool(tools, prompt);
    case 'auto': {
      const isAnswered =
        conversation.turns.at(-1)?.parts.some((part) => part.kind === 'tool-result') ?? false;
      return isAnswered ? undefined : mostFittingTool(tools, prompt);
    }
    default:
      return toolChoice satisfies never;
  }
}

/** The tool that shares most words with the prompt; the first one when none does. */
function mostFittingTool(tools: readonly Tool[], prompt: string): Tool | undefined {
  const promptWords = new Set(wordsOf(prompt));
  const scored = tools.map((tool) => ({
    tool,
    score: new Set(wordsOf(`${tool.name} ${tool.description}`).filter((word) => promptWords.has(word))).size,
  }));
  return scored.reduce<(typeof scored)[number] | undefined>(
    (best, next) => (best === undefined || next.score > best.score ? next : best),
    undefined,
  )?.tool;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
}

function cutAtStopSequence(draft: Draft, conversation: Conversation): Draft {
  for (const [index, part] of draft.parts.entries()) {
    if (part.kind !== 'text') continue;
    const found = findFirst(part.text, conversation.stopSequences);
    if (!found) continue;
    const text = part.text.slice(0, found.at);
    const parts: AnswerPart[] = [...draft.parts.slice(0, index), { kind: 'text', text }];
    return { parts, stopReason: 'stop_sequence', stopSequence: found.sequence };
  }
  return draft;
}

function findFirst(text: string, sequences: readonly string[]): { at: number; sequence: string } | undefined {
  return sequences
    .filter((sequence) => sequence !== '')
    .map((sequence) => ({ at: text.indexOf(sequence), sequence }))
    .filter((found) => found.at !== -1)
    .sort((left, right) => left.at - right.at)[0];
}

function cutAtLength(draft: Draft, conversation: Conversation): Draft {
  let budget = conversation.maxTokens;
  const parts: AnswerPart[] = [];
  for (const part of draft.parts) {
    const tokens = countPartTokens(part);
    if (tokens <= budget) {
      parts.push(part);
      budget -= tokens;
      continue;
    }
    // Half a tool call would be no JSON, so the cut falls before it.
    if (part.kind !== 'tool-call' && budget > 0) {
      parts.push({ ...part, text: tokenize(part.text).slice(0, budget).join('') });
    }
    return { parts, stopReason: 'max_tokens' };
  }
  return { ...draft, parts };
}

/** 22 characters of base 62-like text, as the ids of Bedrock's tool calls have. */
function idFrom(seed: string): string {
  return digestJson(seed).toString('base64url').replaceAll(/[-_]/gu, 'x').slice(0, 22);
}

function signatureFrom(digest: string): string {
  return Buffer.concat([digestJson(digest), digestJson(`${digest}signature`)]).toString('base64');
}
