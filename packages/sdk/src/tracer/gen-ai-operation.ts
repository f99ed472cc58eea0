import type { SpanRecord } from './span-record.ts';

/** Operations of ours that OpenTelemetry's conventions have another word for; what is missing here has none. */
const operationNames: Readonly<Record<string, string>> = {
  converse: 'chat',
  converseStream: 'chat',
  invokeModel: 'chat',
  invokeModelWithResponseStream: 'chat',
  invokeModelWithBidirectionalStream: 'chat',
  'chat.completions.create': 'chat',
  'messages.create': 'chat',
  'responses.create': 'chat',
  invokeAgent: 'invoke_agent',
  invokeInlineAgent: 'invoke_agent',
  invokeFlow: 'invoke_workflow',
  retrieve: 'retrieval',
  agenticRetrieveStream: 'retrieval',
};

/** What the conventions call this span's operation; `undefined` when they have no word for it. */
export function findGenAiOperation({ type, metadata }: SpanRecord): string | undefined {
  if (type === 'tool') return 'execute_tool';
  if (metadata['is_embedding'] === true) return 'embeddings';
  const { operation } = metadata;
  return typeof operation === 'string' ? operationNames[operation] : undefined;
}
