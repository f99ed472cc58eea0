import type { GuardrailRequest } from '../answer/guardrail.ts';
import { asString } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** Converse's `guardrailConfig`. */
export function readGuardrailConfig(config: JsonObject): GuardrailRequest {
  return {
    id: asString(config.guardrailIdentifier),
    version: asString(config.guardrailVersion),
    trace: traceOf(asString(config.trace)),
  };
}

/** InvokeModel's guardrail headers; undefined when the request names no guardrail. */
export function readGuardrailHeaders(
  headers: Readonly<Record<string, string>>,
): GuardrailRequest | undefined {
  const id = headers['x-amzn-bedrock-guardrailidentifier'];
  if (id === undefined) return undefined;
  return {
    id,
    version: headers['x-amzn-bedrock-guardrailversion'] ?? 'DRAFT',
    trace: traceOf((headers['x-amzn-bedrock-trace'] ?? '').toLowerCase()),
  };
}

function traceOf(value: string): GuardrailRequest['trace'] {
  return value === 'enabled' || value === 'enabled_full' ? value : 'disabled';
}
