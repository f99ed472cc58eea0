export { wrapAnthropic } from './instrumentation/anthropic/wrap-anthropic.ts';
export { wrapBedrockRuntime } from './instrumentation/aws-sdk/wrap-bedrock-runtime.ts';
export type { WrapOptions } from './instrumentation/model-call/wrap-options.ts';
export { wrapOpenAI } from './instrumentation/openai/wrap-openai.ts';
export type { Mask, MaskContext, MaskedField } from './redaction/mask.ts';
export { withoutContent } from './redaction/without-content.ts';
export type { LoggerOptions } from './settings.ts';
export { initLogger, type Logger } from './tracer/logger.ts';
export type { Span, SpanFields, SpanOptions } from './tracer/trace-span.ts';
export {
  currentSpan,
  flush,
  permalink,
  startSpan,
  traced,
  traceHeaders,
  wrapTraced,
  type TracedOptions,
} from './tracer/traced.ts';
export type { IncomingHeaders, TraceHeaders } from './tracer/trace-context.ts';
export type { AttachmentStatus } from './attachments/attachment-uploader.ts';
export type { DropReason, ExportStatus } from './export/export-counts.ts';
