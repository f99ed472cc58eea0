import { ai21Jurassic } from './ai21-jurassic/ai21-jurassic.ts';
import { anthropicMessages } from './anthropic-messages/anthropic-messages.ts';
import { anthropicText } from './anthropic-text/anthropic-text.ts';
import { cohereCommandR } from './cohere-command-r/cohere-command-r.ts';
import { cohereCommand } from './cohere-command/cohere-command.ts';
import { cohereEmbed } from './cohere-embed/cohere-embed.ts';
import { deepseekText } from './deepseek-text/deepseek-text.ts';
import type { BedrockFamily } from './family.ts';
import { imageGeneration } from './image-generation/image-generation.ts';
import { llama } from './llama/llama.ts';
import { mistralText } from './mistral-text/mistral-text.ts';
import { nova } from './nova/nova.ts';
import { openaiChat } from './openai-chat/openai-chat.ts';
import { rerank } from './rerank/rerank.ts';
import { titanEmbedding } from './titan-embedding/titan-embedding.ts';
import { titanText } from './titan-text/titan-text.ts';
import { twelvelabsMarengo } from './twelvelabs-marengo/twelvelabs-marengo.ts';
import { twelvelabsPegasus } from './twelvelabs-pegasus/twelvelabs-pegasus.ts';

/** The first that matches is taken: the more particular shapes come before the general ones. */
export const families: readonly BedrockFamily[] = [
  anthropicMessages,
  anthropicText,
  nova,
  titanText,
  titanEmbedding,
  llama,
  cohereCommandR,
  cohereEmbed,
  rerank,
  ai21Jurassic,
  imageGeneration,
  cohereCommand,
  twelvelabsPegasus,
  twelvelabsMarengo,
  deepseekText,
  mistralText,
  openaiChat,
];

/** The family whose InvokeModel request looks like this. */
export function findRequestFamily(body: Record<string, unknown>): BedrockFamily | undefined {
  return families.find((family) => family.matchesRequest(body));
}

/** The family whose InvokeModel answer looks like this. */
export function findResponseFamily(body: Record<string, unknown>): BedrockFamily | undefined {
  return families.find((family) => family.matchesResponse(body));
}

/** The family whose stream begins with such a chunk. */
export function findStreamFamily(chunk: Record<string, unknown>): BedrockFamily | undefined {
  return families.find((family) => family.stream?.matchesChunk(chunk));
}
