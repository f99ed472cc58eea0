import type { AnswerReader } from './conversation/answer-reader.ts';
import type { Fields } from './conversation/parse-field.ts';
import type { TranslationContext } from './conversation/translation-context.ts';
import type { EmitPayload, Reply } from './client-api.ts';
import type { MediaFetcher } from './media/load-remote-media.ts';
import type { ModelRequest } from './model-format.ts';

export interface PassthroughOptions {
  modelId: string;
  /** Values of the client's `anthropic-beta` header. */
  betas?: readonly string[];
  fetchMedia?: MediaFetcher;
}

/** For a client that speaks the model's own API: what it says goes through but for what Bedrock does differently. */
export interface Passthrough {
  prepareRequest(
    body: Fields,
    context: TranslationContext,
    options: PassthroughOptions,
  ): ModelRequest | Promise<ModelRequest>;
  mapAnswer(body: Fields, reply: Reply): object;
  createReader(reply: Reply, emit: EmitPayload): AnswerReader;
}
