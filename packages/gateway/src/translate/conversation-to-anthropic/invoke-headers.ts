import type { Conversation } from '../conversation/conversation.ts';
import { refuse } from '../conversation/parse-field.ts';

/**
 * Says in headers what a body of InvokeModel has no field for. Throws a 400 for a value that no header can carry.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export function buildInvokeHeaders(conversation: Partial<Conversation>): Record<string, string> {
  const headers: Record<string, string> = {};
  const { guardrail, latency, serviceTier, requestMetadata } = conversation;
  if (guardrail) {
    const { identifier, version, trace } = guardrail;
    headers['x-amzn-bedrock-guardrailidentifier'] = check(identifier, 'guardrailConfig.guardrailIdentifier');
    headers['x-amzn-bedrock-guardrailversion'] = check(version, 'guardrailConfig.guardrailVersion');
    if (trace !== undefined) {
      headers['x-amzn-bedrock-trace'] = check(trace, 'guardrailConfig.trace').toUpperCase();
    }
  }
  if (latency !== undefined) {
    headers['x-amzn-bedrock-performanceconfig-latency'] = check(latency, 'performanceConfig.latency');
  }
  if (serviceTier !== undefined)
    headers['x-amzn-bedrock-service-tier'] = check(serviceTier, 'serviceTier.type');
  if (requestMetadata) {
    headers['x-amzn-bedrock-request-metadata'] = escapeToAscii(JSON.stringify(requestMetadata));
  }
  return headers;
}

/** The values come from clients: nothing in them may end the header. */
function check(value: string, place: string): string {
  return /^[\x21-\x7e]+$/.test(value) ? value : refuse(place, 'must be plain letters, digits and signs');
}

function escapeToAscii(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
