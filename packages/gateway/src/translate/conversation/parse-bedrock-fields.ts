import type { Conversation } from './conversation.ts';
import {
  type Fields,
  parseJsonObject,
  parseOptionalString,
  parseOptionalStrings,
  parseRecord,
  parseString,
} from './parse-field.ts';

/** Fields of Converse that every client API takes beside its own, in Converse's words. */
export const bedrockFieldNames = [
  'guardrailConfig',
  'performanceConfig',
  'serviceTier',
  'requestMetadata',
  'promptVariables',
  'additionalModelRequestFields',
  'additionalModelResponseFieldPaths',
] as const;

/** Reads what a client says to Bedrock rather than to its API. */
export function parseBedrockFields(body: Fields, conversation: Conversation): void {
  if (body.guardrailConfig !== undefined) conversation.guardrail = parseGuardrail(body.guardrailConfig);
  if (body.performanceConfig !== undefined) {
    const { latency } = parseRecord(body.performanceConfig, 'performanceConfig');
    conversation.latency = parseString(latency, 'performanceConfig.latency');
  }
  if (body.serviceTier !== undefined) {
    const { type } = parseRecord(body.serviceTier, 'serviceTier');
    conversation.serviceTier = parseString(type, 'serviceTier.type');
  }
  if (body.requestMetadata !== undefined) {
    conversation.requestMetadata = {
      ...conversation.requestMetadata,
      ...parseStringMap(body.requestMetadata, 'requestMetadata'),
    };
  }
  if (body.promptVariables !== undefined) {
    conversation.promptVariables = parseJsonObject(body.promptVariables, 'promptVariables');
  }
  if (body.additionalModelRequestFields !== undefined) {
    conversation.modelFields = parseJsonObject(
      body.additionalModelRequestFields,
      'additionalModelRequestFields',
    );
  }
  conversation.responseFieldPaths = parseOptionalStrings(
    body.additionalModelResponseFieldPaths,
    'additionalModelResponseFieldPaths',
  );
}

function parseGuardrail(value: unknown): Conversation['guardrail'] {
  const config = parseRecord(value, 'guardrailConfig');
  return {
    identifier: parseString(config.guardrailIdentifier, 'guardrailConfig.guardrailIdentifier'),
    version: parseString(config.guardrailVersion, 'guardrailConfig.guardrailVersion'),
    trace: parseOptionalString(config.trace, 'guardrailConfig.trace'),
    streamProcessingMode: parseOptionalString(
      config.streamProcessingMode,
      'guardrailConfig.streamProcessingMode',
    ),
  };
}

function parseStringMap(value: unknown, place: string): Record<string, string> {
  const entries = Object.entries(parseRecord(value, place));
  return Object.fromEntries(entries.map(([name, text]) => [name, parseString(text, `${place}.${name}`)]));
}
