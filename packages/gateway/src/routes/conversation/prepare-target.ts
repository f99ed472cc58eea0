import type { Target } from '../../routing/target.ts';
import type { Fields } from '../../translate/conversation/parse-field.ts';
import type { MediaFetcher } from '../../translate/media/load-remote-media.ts';
import { type ClientApiName, type ModelFormatName, operationFormats } from '../../translate/registry.ts';
import { type TranslatedRequest, translateRequest } from '../../translate/translate-request.ts';
import type { UpstreamRequest } from '../../upstream/upstream-request.ts';
import { buildModelPath } from '../build-model-path.ts';
import { findOpenAiEndpoint } from './openai-endpoint.ts';

/** What a client asked for, in the words of one of the APIs that are translated. */
export interface Question {
  api: ClientApiName;
  body: Fields;
  isStream: boolean;
  isStrict: boolean;
  betas?: readonly string[];
  fetchMedia?: MediaFetcher;
}

/** A question as one target gets it, and what its answer is translated with. */
export interface PreparedQuestion {
  format: ModelFormatName;
  translated: TranslatedRequest;
  request: UpstreamRequest;
}

/** Translates a question into the format of a target. Throws a GatewayError of status 400. */
export async function prepareTarget(question: Question, target: Target): Promise<PreparedQuestion> {
  const { api, body, isStrict, betas, fetchMedia, isStream } = question;
  const endpoint = target.format === 'openai' ? findOpenAiEndpoint(api, target) : undefined;
  // Without an endpoint for the client's API the model has Converse.
  const operationFormat = target.format === 'openai' ? 'converse' : target.format;
  const format = endpoint?.format ?? operationFormat;
  const modelId = target.knownModelId;
  const translated = await translateRequest({
    from: api,
    to: format,
    body,
    modelId,
    isStrict,
    betas,
    fetchMedia,
  });
  const headers = { ...translated.headers, 'content-type': 'application/json' };
  if (endpoint) {
    const { surface, path, model } = endpoint;
    return {
      format,
      translated,
      request: { surface, path, headers, body: JSON.stringify({ ...translated.body, model }) },
    };
  }
  const { path, streamPath } = operationFormats[operationFormat];
  return {
    format,
    translated,
    request: {
      path: buildModelPath(target, isStream ? streamPath : path),
      headers,
      body: JSON.stringify(translated.body),
    },
  };
}
