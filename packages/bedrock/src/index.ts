export type * from './families/family.ts';
export { families, findRequestFamily, findResponseFamily, findStreamFamily } from './families/registry.ts';
export { converseStream } from './operations/converse-stream.ts';
export { converse } from './operations/converse.ts';
export { findOperation, operations } from './operations/find-operation.ts';
export { invokeModelWithResponseStream } from './operations/invoke-model-with-response-stream.ts';
export { invokeModel } from './operations/invoke-model.ts';
export type * from './operations/operation.ts';
export {
  mapUsageToMetrics,
  mergeUsage,
  readConverseUsage,
  readHeaderUsage,
  sumInputTokens,
} from './usage.ts';
export type { Usage } from './usage.ts';
