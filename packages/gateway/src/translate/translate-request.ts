import type { AnswerRestoration } from './conversation/answer-restoration.ts';
import { parseRecord } from './conversation/parse-field.ts';
import { type Notice, TranslationContext } from './conversation/translation-context.ts';
import { findCapabilities } from './capabilities/find-capabilities.ts';
import { loadRemoteMedia, type MediaFetcher } from './media/load-remote-media.ts';
import { prepareConversation } from './prepare/prepare-conversation.ts';
import { ToolNames } from './prepare/tool-names.ts';
import {
  type ClientApiName,
  clientApis,
  findPassthrough,
  type ModelFormatName,
  modelFormats,
} from './registry.ts';

export interface RequestTranslation {
  from: ClientApiName;
  to: ModelFormatName;
  /** The client's parsed JSON. It is not changed. */
  body: unknown;
  /** What the model is known by; for an opaque ARN the id of the model behind it, where that is known. */
  modelId: string;
  /** Refuse with a 400 instead of leaving anything out. */
  isStrict?: boolean;
  /** Values of the client's `anthropic-beta` header. */
  betas?: readonly string[];
  /** Without it a URL in the request is refused. */
  fetchMedia?: MediaFetcher;
}

export interface TranslatedRequest {
  body: object;
  /** To be sent with the body. */
  headers: Record<string, string>;
  /** What Bedrock does not get as the client said it. */
  dropped: Notice[];
  /** For translating the answer. */
  restoration: AnswerRestoration;
}

/**
 * Translates a client's request for Bedrock. Throws a GatewayError of status 400 that names the field at fault.
 * Nothing is waited for unless the request holds URLs.
 */
export async function translateRequest(translation: RequestTranslation): Promise<TranslatedRequest> {
  const context = new TranslationContext(
    findCapabilities(translation.modelId),
    translation.isStrict ?? false,
  );
  const body = parseRecord(translation.body, '');
  const passthrough = findPassthrough(translation.from, translation.to);
  if (passthrough) {
    const request = await passthrough.prepareRequest(body, context, translation);
    return { ...request, dropped: context.notices, restoration: { toolNames: new ToolNames([]) } };
  }
  const format = modelFormats[translation.to];
  const conversation = clientApis[translation.from].parseRequest(body, context);
  conversation.isStream = body.stream === true;
  await loadRemoteMedia(conversation, translation.fetchMedia);
  const preparation = prepareConversation(conversation, context);
  const request = format.buildRequest(conversation, preparation, context);
  const { output, toolNames } = preparation;
  return {
    ...request,
    dropped: context.notices,
    restoration: output?.kind === 'tool' ? { toolNames, outputToolName: output.toolName } : { toolNames },
  };
}
