/** Metadata that says what was used and how it went, in words of AWS and of the app's own configuration. */
const factNames: ReadonlySet<string> = new Set([
  'accept',
  'action',
  'action_group',
  'agent_alias_arn',
  'agent_alias_id',
  'agent_collaboration',
  'agent_id',
  'agent_name',
  'api_path',
  'audio_output_configuration',
  'batch_id',
  'bedrock_model_configurations',
  'betas',
  'client_request_id',
  'command',
  'content_type',
  'execution_id',
  'execution_type',
  'flow_alias_id',
  'flow_id',
  'function',
  'guardrail',
  'guardrail_action',
  'guardrail_coverage',
  'guardrail_units',
  'invocation_arn',
  'invocation_id',
  'invocation_status',
  'invocation_tags',
  'invoked_model',
  'knowledge_base_id',
  'memory_id',
  'model',
  'model_performance_configuration',
  'operation',
  'orchestration_type',
  'output_data_config',
  'parser_mode',
  'partial_reason',
  'performance_config',
  'previous_response_id',
  'prompt_creation_configurations',
  'prompt_creation_mode',
  'prompt_type',
  'provider',
  'reasoning_effort',
  'region',
  'request_id',
  'request_metadata',
  'requested_performance_config',
  'requested_service_tier',
  'service',
  'service_tier',
  'session_id',
  'source_arn',
  'status',
  'stopSequences',
  'stop_reason',
  'streaming_configurations',
  'target_model',
  'thinking',
  'tool_choice',
  'trace_id',
  'truncation',
  'verb',
]);

/** Content of the request that no answer adds to. */
const askedNames: ReadonlySet<string> = new Set([
  'additional_model_request_fields',
  'instruction',
  'output_config',
  'prompt_variables',
  'response_format',
  'tools',
]);

/** What of a call is recorded. */
export interface RecordedContent {
  recordInput: boolean;
  recordOutput: boolean;
}

/**
 * The metadata of a reading as far as content may be recorded. Numbers and switches quote nobody, and neither do facts;
 * whatever else an API has, or will have, counts as content of both the request and the answer.
 */
export function keepRecordable(
  metadata: Record<string, unknown>,
  { recordInput, recordOutput }: RecordedContent,
): Record<string, unknown> {
  if (recordInput && recordOutput) return metadata;
  const entries = Object.entries(metadata).filter(
    ([name, value]) => isPlain(value) || factNames.has(name) || (recordInput && askedNames.has(name)),
  );
  return Object.fromEntries(entries);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
