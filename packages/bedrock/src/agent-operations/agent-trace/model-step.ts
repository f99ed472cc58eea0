import { findResponseFamily } from '../../families/registry.ts';
import type { StepReading } from '../../operations/operation.ts';
import { isRecord, keepPresent, readNumber, readRecord, readString } from '../../read-value.ts';
import { mergeUsage, readConverseUsage } from '../../usage.ts';

/** What a model call of an agent was asked: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_ModelInvocationInput.html */
export function describeModelInput(
  input: Record<string, unknown>,
  stage: string,
): Pick<StepReading, 'name' | 'input' | 'metadata'> {
  const configuration = readRecord(input.inferenceConfiguration);
  return {
    name: `bedrock.agent.${nameStage(input.type) ?? stage}`,
    input: parseJsonOrText(input.text),
    metadata: keepPresent({
      provider: 'aws-bedrock',
      model: readString(input.foundationModel),
      prompt_type: input.type,
      trace_id: input.traceId,
      maxTokens: configuration.maximumLength,
      temperature: configuration.temperature,
      topP: configuration.topP,
      topK: configuration.topK,
      stopSequences: configuration.stopSequences,
      prompt_creation_mode: input.promptCreationMode,
      parser_mode: input.parserMode,
      override_lambda: input.overrideLambda,
    }),
  };
}

/** Adds what the model answered. The trace's own counts go before those of the raw response, which has the cache's. */
export function addModelOutput(step: StepReading, output: Record<string, unknown>): void {
  const raw = parseJsonOrText(readRecord(output.rawResponse).content);
  const metadata = readRecord(output.metadata);
  const family = isRecord(raw) ? findResponseFamily(raw)?.readResponse(raw) : undefined;
  step.output = raw ?? output.reasoningContent;
  step.usage = mergeUsage(readConverseUsage(metadata.usage), family?.usage);
  step.latencyMs = readNumber(metadata.totalTimeMs);
  Object.assign(
    step.metadata,
    keepPresent({
      stop_reason: family?.stopReason,
      client_request_id: metadata.clientRequestId,
      parsed_response: output.parsedResponse,
      reasoning: raw === undefined ? undefined : output.reasoningContent,
    }),
  );
}

/** The text as it is, or what it says when it is JSON: prompts and answers of the newer models are. */
export function parseJsonOrText(text: unknown): unknown {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `PRE_PROCESSING` → `preProcessing` */
function nameStage(type: unknown): string | undefined {
  if (typeof type !== 'string') return undefined;
  return type.toLowerCase().replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
