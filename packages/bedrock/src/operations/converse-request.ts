import { dropCredentials } from '../drop-credentials.ts';
import { isRecord, readRecord, readString } from '../read-value.ts';
import type { RequestReading } from './operation.ts';

/** Input members that are kept under their span metadata name. */
const metadataNames: readonly (readonly [member: string, name: string])[] = [
  ['guardrailConfig', 'guardrail'],
  ['additionalModelResponseFieldPaths', 'additional_model_response_field_paths'],
  ['promptVariables', 'prompt_variables'],
  ['requestMetadata', 'request_metadata'],
  ['performanceConfig', 'performance_config'],
  ['serviceTier', 'service_tier'],
  ['outputConfig', 'output_config'],
];

/** Reads what Converse and ConverseStream were asked. On the path of every call, so it builds nothing twice. */
export function readConverseRequest(input: Record<string, unknown>): RequestReading {
  const metadata: Record<string, unknown> = {};
  if (isRecord(input.inferenceConfig)) keepMembers(metadata, input.inferenceConfig);
  const toolConfig = readRecord(input.toolConfig);
  keep(metadata, 'tools', toolConfig.tools);
  keep(metadata, 'tool_choice', toolConfig.toolChoice);
  keep(metadata, 'requested_performance_config', input.performanceConfig);
  keep(metadata, 'requested_service_tier', input.serviceTier);
  for (const [member, name] of metadataNames) keep(metadata, name, input[member]);
  const { additionalModelRequestFields: additional } = input;
  keep(
    metadata,
    'additional_model_request_fields',
    isRecord(additional) ? dropCredentials(additional) : additional,
  );
  const content: Record<string, unknown> = {};
  keep(content, 'messages', input.messages);
  keep(content, 'system', input.system);
  return { model: readString(input.modelId), input: content, metadata };
}

function keepMembers(target: Record<string, unknown>, source: Record<string, unknown>): void {
  for (const name of Object.keys(source)) keep(target, name, source[name]);
}

function keep(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined && value !== null) target[name] = value;
}
