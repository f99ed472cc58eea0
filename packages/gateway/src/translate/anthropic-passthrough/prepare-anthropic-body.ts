import { parseModelId } from '@outcrop/bedrock';
import type { Conversation } from '../conversation/conversation.ts';
import { bedrockFieldNames, parseBedrockFields } from '../conversation/parse-bedrock-fields.ts';
import { type Fields, isRecord, parseArray, parseOptionalStrings } from '../conversation/parse-field.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { buildInvokeHeaders } from '../conversation-to-anthropic/invoke-headers.ts';
import { loadMedia } from '../media/load-remote-media.ts';
import { parseMedia } from '../media/parse-media.ts';
import { resolveFormat } from '../media/resolve-format.ts';
import type { ModelRequest } from '../model-format.ts';
import type { PassthroughOptions } from '../passthrough.ts';
import { allowedBetas } from './allowed-betas.ts';
import { type FoundUrl, tidyBlocks, tidyTool } from './tidy-blocks.ts';

const readFields = new Set([
  ...'messages system max_tokens temperature top_p top_k stop_sequences tools tool_choice'.split(' '),
  ...'thinking output_config context_management metadata'.split(' '),
]);

/** Told in another way, or of no meaning to Bedrock. */
const quietFields = new Set(['model', 'stream', 'anthropic_version', 'anthropic_beta', 'service_tier']);

/** Makes Anthropic's body into InvokeModel's: the same but for its version, its betas and what Bedrock would refuse. */
export async function prepareAnthropicBody(
  body: Fields,
  context: TranslationContext,
  options: PassthroughOptions,
): Promise<ModelRequest> {
  const told: Partial<Conversation> = {};
  parseBedrockFields(body, told as Conversation);
  if (body.service_tier === 'standard_only') told.serviceTier = 'default';
  const prepared: Fields = { anthropic_version: 'bedrock-2023-05-31' };
  const betas = mapBetas(body, context, options);
  if (betas.length > 0) prepared.anthropic_beta = betas;
  copyFields(body, prepared, context);
  dropSampling(prepared, context);
  const urls = tidyContent(prepared, context);
  await Promise.all(urls.map((found) => embedUrl(found, options)));
  return { body: { ...prepared, ...told.modelFields }, headers: buildInvokeHeaders(told) };
}

function copyFields(body: Fields, prepared: Fields, context: TranslationContext): void {
  for (const name in body) {
    if (readFields.has(name)) prepared[name] = body[name];
    else if (quietFields.has(name) || body[name] === null || body[name] === undefined) continue;
    else if (name === 'cache_control')
      context.change(name, 'was put on the last block: Bedrock takes it only there');
    else if (!bedrockFieldNames.some((known) => known === name))
      context.drop(name, 'Bedrock does not take this field');
  }
  if (isRecord(body.cache_control)) markLastBlock(prepared, body.cache_control);
}

/** Copies down to the block, so that the client's body stays as it was. */
function markLastBlock(prepared: Fields, cacheControl: Fields): void {
  const messages = [...parseArray(prepared.messages, 'messages')];
  const last = messages.at(-1);
  if (!isRecord(last)) return;
  const content: unknown[] =
    typeof last.content === 'string'
      ? [{ type: 'text', text: last.content }]
      : [...parseArray(last.content, 'content')];
  const block = content.at(-1);
  if (!isRecord(block)) return;
  content[content.length - 1] = { cache_control: cacheControl, ...block };
  messages[messages.length - 1] = { ...last, content };
  prepared.messages = messages;
}

function mapBetas(
  body: Fields,
  context: TranslationContext,
  { modelId, betas = [] }: PassthroughOptions,
): string[] {
  const asked = new Set([...betas, ...(parseOptionalStrings(body.anthropic_beta, 'anthropic_beta') ?? [])]);
  const { baseModelId } = parseModelId(modelId);
  const taken = new Set<string>();
  for (const name of asked) {
    const beta = allowedBetas.find((allowed) => allowed.name === name);
    const fits = beta && (!beta.models || baseModelId === undefined || beta.models.test(baseModelId));
    if (fits) taken.add(beta.bedrockName ?? name);
    else context.change('anthropic_beta', `${name} was left out: Bedrock does not have it for this model`);
  }
  return [...taken];
}

function dropSampling(prepared: Fields, context: TranslationContext): void {
  if (context.capabilities.sampling !== 'none') return;
  for (const name of ['temperature', 'top_p', 'top_k']) {
    if (prepared[name] === undefined) continue;
    delete prepared[name];
    context.drop(name, 'this model takes no sampling parameters');
  }
}

function tidyContent(prepared: Fields, context: TranslationContext): FoundUrl[] {
  const urls: FoundUrl[] = [];
  const tidy = { urls, context };
  prepared.messages = parseArray(prepared.messages, 'messages').map((message, index) =>
    isRecord(message)
      ? { ...message, content: tidyBlocks(message.content, `messages[${index}].content`, tidy) }
      : message,
  );
  if (prepared.system !== undefined) prepared.system = tidyBlocks(prepared.system, 'system', tidy);
  if (Array.isArray(prepared.tools)) {
    prepared.tools = prepared.tools.map((tool, index) => tidyTool(tool, `tools[${index}]`, context));
  }
  return urls;
}

/** Claude on Bedrock fetches nothing itself. */
async function embedUrl(
  { block, type, url, place }: FoundUrl,
  { fetchMedia }: PassthroughOptions,
): Promise<void> {
  const part = parseMedia(type, { url, place });
  await loadMedia(part, fetchMedia);
  if (part.source.kind !== 'base64') return;
  const family = type === 'image' ? 'image' : 'application';
  block.source = { type: 'base64', media_type: `${family}/${resolveFormat(part)}`, data: part.source.data };
}
