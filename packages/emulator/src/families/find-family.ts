import { parseModelId } from '@outcrop/bedrock';

import type { JsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';
import { ai21Jamba } from './ai21-jamba.ts';
import { amazonImage } from './amazon-image.ts';
import { claudeMessages } from './claude-messages.ts';
import { claudeText } from './claude-text.ts';
import { cohereCommand } from './cohere-command.ts';
import { cohereCommandR } from './cohere-command-r.ts';
import { cohereEmbed } from './cohere-embed.ts';
import type { EmulatedFamily } from './family.ts';
import { deepseekText } from './deepseek-text.ts';
import { llama } from './llama.ts';
import { mistralText } from './mistral-text.ts';
import { nova } from './nova.ts';
import { novaEmbeddings } from './nova-embeddings.ts';
import { openAiChat } from './openai-chat.ts';
import { rerank } from './rerank.ts';
import { stabilityImage } from './stability-image.ts';
import { titanEmbeddings } from './titan-embeddings.ts';
import { titanText } from './titan-text.ts';

/** The first that matches wins, so the narrower ones stand before the wider ones. */
export const families: readonly EmulatedFamily[] = [
  claudeText,
  claudeMessages,
  novaEmbeddings,
  nova,
  amazonImage,
  stabilityImage,
  rerank,
  titanEmbeddings,
  titanText,
  llama,
  cohereEmbed,
  cohereCommandR,
  cohereCommand,
  mistralText,
  deepseekText,
  ai21Jamba,
  openAiChat,
];

/** Finds who answers by the model's id, and behind an ARN that does not say the model by the shape of the body. */
export function getFamily(modelId: string, body: JsonObject): EmulatedFamily {
  const modelName = parseModelId(modelId).baseModelId;
  const family =
    modelName === undefined
      ? families.find((candidate) => candidate.matchesBody(body))
      : families.find((candidate) => candidate.matchesModel(modelName));
  if (family) return family;
  throw invalidRequest(
    `The emulator has no family for ${modelName === undefined ? 'this body' : modelName}; it knows ${families.map((known) => known.name).join(', ')}. Replay a recorded exchange instead.`,
  );
}
