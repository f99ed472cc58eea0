export { chatCompletionsApi } from './apis/chat-completions.ts';
export { messageBatchesApi } from './apis/message-batches.ts';
export { messageTokensApi } from './apis/message-tokens.ts';
export { messagesApi } from './apis/messages.ts';
export type { ModelApi } from './apis/model-api.ts';
export { responsesApi } from './apis/responses.ts';
export { mayHoldBase64, shortestBase64 } from './attachments/base64-positions.ts';
export { BorrowedBytes, type ByteSource } from './attachments/byte-source.ts';
export { findBytesAttachment, findTextAttachment, referToAddress } from './attachments/find-attachment.ts';
export type { PendingAttachment } from './attachments/pending-attachment.ts';
export { takeAttachments } from './attachments/take-attachments.ts';
export { dropCredentials } from './drop-credentials.ts';
export { agentOperations, findAgentOperation } from './agent-operations/find-agent-operation.ts';
export { keepRecordable, type RecordedContent } from './fact-metadata.ts';
export type * from './families/family.ts';
export { families, findRequestFamily, findResponseFamily, findStreamFamily } from './families/registry.ts';
export { converseStream } from './operations/converse-stream.ts';
export { converse } from './operations/converse.ts';
export { findOperation, operations } from './operations/find-operation.ts';
export { invokeModelWithResponseStream } from './operations/invoke-model-with-response-stream.ts';
export { invokeModel } from './operations/invoke-model.ts';
export type * from './operations/operation.ts';
export { readAnthropicUsage } from './families/anthropic-messages/anthropic-usage.ts';
export { readOpenAiUsage } from './families/openai-chat/openai-usage.ts';
export {
  excludeCachedTokens,
  mapUsageToMetrics,
  mergeUsage,
  readConverseUsage,
  readHeaderUsage,
  readInvocationMetricsUsage,
  sumInputTokens,
} from './usage.ts';
export type { Usage } from './usage.ts';
export { BedrockError } from './bedrock-error.ts';
export {
  encodeEventStreamMessage,
  type EncodableEventStreamMessage,
} from './event-stream/encode-event-stream-message.ts';
export { crc32 } from './event-stream/crc32.ts';
export type { EventStreamHeaders, EventStreamHeaderValue } from './event-stream/event-stream-header.ts';
export {
  createEventStreamDecoder,
  findStringHeader,
  type EventStreamDecoder,
  type EventStreamMessage,
} from './event-stream/event-stream-decoder.ts';
export { SseDecoder } from './event-stream/sse-decoder.ts';
export type { SignableRequest } from './sigv4/canonical-request.ts';
export { createEventSigner, signedEventsHash, type EventSigner } from './sigv4/create-event-signer.ts';
export { signRequest, type AwsCredentials, type SignOptions } from './sigv4/sign-request.ts';
export {
  verifySignature,
  type SignatureRefusal,
  type ValidSignature,
  type VerifyOptions,
} from './sigv4/verify-signature.ts';
export { computeCostUsd, type CostQuestion } from './catalog/compute-cost.ts';
export {
  findModel,
  getModelCatalog,
  listModels,
  type CatalogModel,
  type ModelCatalog,
} from './catalog/find-model.ts';
export { findPrices, getPricesDate, type FindPricesOptions, type TokenPrices } from './catalog/prices.ts';
export { findModelLookup, type ModelLookup } from './model-id/model-lookup.ts';
export { parseModelId, type ModelIdKind, type ParsedModelId } from './model-id/parse-model-id.ts';
