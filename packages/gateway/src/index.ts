export {
  type AdmissionControl,
  type AdmissionControlOptions,
  createAdmissionControl,
  type PricedModel,
} from './control/create-admission-control.ts';
export { createUsageMeter, type DayUsage, type UsageMeter } from './control/create-usage-meter.ts';
export { createGateway, type Gateway, type GatewayOptions } from './create-gateway.ts';
export { GatewayError, type GatewayErrorOptions } from './gateway-error.ts';
export type {
  Admission,
  AdmissionRequest,
  CachedAnswer,
  CacheKey,
  GatewayHost,
  ListedModel,
  Refusal,
  RequestOrigin,
  ResponseCache,
} from './gateway-host.ts';
export { prepareEndpoint } from './upstream/prepare-endpoint.ts';
export { createProviderClient, type ProviderClient } from './upstream/provider-client.ts';
export { isOrdinaryAddress } from './network/is-ordinary-address.ts';
export { isPublicAddress } from './network/is-public-address.ts';
export type { Caller } from './routing/caller.ts';
export type {
  CredentialSource,
  Endpoint,
  HttpVersion,
  Target,
  UpstreamCredentials,
  UpstreamProvider,
} from './routing/target.ts';
export type { ClientApi, Reply } from './translate/client-api.ts';
export type { AnswerRestoration } from './translate/conversation/answer-restoration.ts';
export type { Notice } from './translate/conversation/translation-context.ts';
export {
  createStreamTranslator,
  type StreamTranslation,
  type StreamTranslator,
} from './translate/create-stream-translator.ts';
export { encodeSse, encodeSseEnd } from './translate/encode-sse.ts';
export { readUpstreamError, type UpstreamFailure } from './translate/errors/read-upstream-error.ts';
export { isProfileOfRegion, suggestProfiles } from './translate/errors/suggest-profiles.ts';
export type { FetchedMedia, MediaFetcher } from './translate/media/load-remote-media.ts';
export type { ModelFormat } from './translate/model-format.ts';
export { type ClientApiName, clientApis, type ModelFormatName, modelFormats } from './translate/registry.ts';
export { type AnswerTranslation, translateAnswer } from './translate/translate-answer.ts';
export {
  type RequestTranslation,
  type TranslatedRequest,
  translateRequest,
} from './translate/translate-request.ts';
export {
  type EmbeddingsAnswer,
  type InvokeAnswer,
  translateEmbeddings,
  type TranslatedEmbeddings,
} from './translate/embeddings/translate-embeddings.ts';
export {
  type ImagesAnswer,
  translateImages,
  type TranslatedImages,
} from './translate/images/translate-images.ts';
export {
  type RerankAnswer,
  translateRerank,
  type TranslatedRerank,
} from './translate/rerank/translate-rerank.ts';
export { translateCountTokens, type TranslatedCountTokens } from './translate/translate-count-tokens.ts';
export { formatNotices } from './translate/format-notices.ts';
export { mapCall, type RecordedCall } from './recording/map-call.ts';
export type { CallRecord } from './recording/call-record.ts';
export { parseBraintrustParent } from './call/parse-braintrust-parent.ts';
