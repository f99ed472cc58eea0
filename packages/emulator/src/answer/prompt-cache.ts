import { createHash } from 'node:crypto';

import type { CacheTtl, Conversation, Part } from './conversation.ts';
import { countMediaTokens } from './describe-media.ts';
import { countTokens } from './tokenize.ts';

/** How a request's tokens were billed. `inputTokens` excludes what was read from or written to the cache. */
export interface InputUsage {
  inputTokens: number;
  cacheReadTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  /** Whether the request had a cache point at all. */
  isCaching: boolean;
}

type Segment = { content: string | Uint8Array; tokens: number } | { cachePoint: CacheTtl };

interface CacheBoundary {
  key: string;
  ttl: CacheTtl;
  /** All tokens before it. */
  tokens: number;
}

const ttlMs: Readonly<Record<CacheTtl, number>> = { '5m': 300_000, '1h': 3_600_000 };
const tokensOfTurn = 3;

/** Remembers prompt prefixes as Bedrock does, without its minimum length, so that short test prompts show caching. */
export class PromptCache {
  readonly #expiryOfPrefix = new Map<string, number>();

  /** Says what this request reads and writes, and remembers it. */
  bill(conversation: Conversation): InputUsage {
    const { boundaries, totalTokens } = findBoundaries(conversation);
    const now = Date.now();
    const hit = boundaries.findLast((boundary) => (this.#expiryOfPrefix.get(boundary.key) ?? 0) > now);
    const usage: InputUsage = {
      inputTokens: totalTokens - (boundaries.at(-1)?.tokens ?? 0),
      cacheReadTokens: hit?.tokens ?? 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      isCaching: boundaries.length > 0,
    };
    let cachedTokens = usage.cacheReadTokens;
    for (const boundary of boundaries) {
      this.#expiryOfPrefix.set(boundary.key, now + ttlMs[boundary.ttl]);
      const written = Math.max(0, boundary.tokens - cachedTokens);
      cachedTokens += written;
      if (boundary.ttl === '1h') usage.cacheWrite1hTokens += written;
      else usage.cacheWrite5mTokens += written;
    }
    return usage;
  }

  clear(): void {
    this.#expiryOfPrefix.clear();
  }
}

/** Every input token of the request, cached or not. */
export function countInputTokens(conversation: Conversation): number {
  return findBoundaries(conversation).totalTokens;
}

function findBoundaries(conversation: Conversation): { boundaries: CacheBoundary[]; totalTokens: number } {
  const prefix = createHash('sha256').update(conversation.modelId);
  const boundaries: CacheBoundary[] = [];
  let totalTokens = 0;
  for (const segment of listSegments(conversation)) {
    if ('cachePoint' in segment) {
      boundaries.push({ key: prefix.copy().digest('hex'), ttl: segment.cachePoint, tokens: totalTokens });
      continue;
    }
    // The separator keeps `ab` + `c` from reading as `a` + `bc`.
    prefix.update(segment.content).update('\0');
    totalTokens += segment.tokens;
  }
  return { boundaries, totalTokens };
}

function* listSegments(conversation: Conversation): Generator<Segment> {
  for (const tool of conversation.tools) {
    const content = JSON.stringify(tool);
    yield { content, tokens: countTokens(content) };
  }
  if (conversation.toolsCachePoint) yield { cachePoint: conversation.toolsCachePoint };
  for (const part of conversation.system) yield toSegment(part);
  for (const turn of conversation.turns) {
    yield { content: turn.role, tokens: tokensOfTurn };
    for (const part of turn.parts) yield toSegment(part);
  }
}

function toSegment(part: Part): Segment {
  switch (part.kind) {
    case 'cache-point':
      return { cachePoint: part.ttl };
    case 'media':
      return { content: part.bytes, tokens: countMediaTokens(part) };
    case 'text':
    case 'reasoning':
      return { content: part.text, tokens: countTokens(part.text) };
    case 'tool-result':
      return { content: part.content, tokens: countTokens(part.content) };
    case 'tool-call': {
      const content = JSON.stringify([part.name, part.input]);
      return { content, tokens: countTokens(content) };
    }
    default:
      return part satisfies never;
  }
}
