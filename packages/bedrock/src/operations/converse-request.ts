import { isRecord, keepPresent, readRecord, readString } from '../read-value.ts';
import type { RequestReading } from './operation.ts';

/** Reads what Converse and ConverseStream were asked. */
export function readConverseRequest(input: Record<string, unknown>): RequestReading {
  const toolConfig = readRecord(input.toolConfig);
  return {
    model: readString(input.modelId),
    input: keepPresent({ messages: input.messages, system: input.system }),
    metadata: keepPresent({
      ...(isRecord(input.inferenceConfig) ? input.inferenceConfig : undefined),
      tools: toolConfig.tools,
      tool_choice: toolConfig.toolChoice,
      guardrail: input.guardrailConfig,
      additional_model_request_fields: input.additionalModelRequestFields,
      additional_model_response_field_paths: input.additionalModelResponseFieldPaths,
      prompt_variables: input.promptVariables,
      request_metadata: input.requestMetadata,
      performance_config: input.performanceConfig,
      service_tier: input.serviceTier,
      output_config: input.outputConfig,
    }),
  };
}
