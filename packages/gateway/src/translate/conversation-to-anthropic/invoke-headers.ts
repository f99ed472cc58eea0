import type { Conversation } from '../conversation/conversation.ts';

/**
 * Says in headers what a body of InvokeModel has no field for.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export function buildInvokeHeaders(conversation: Partial<Conversation>): Record<string, string> {
  const headers: Record<string, string> = {};
  const { guardrail, latency, serviceTier, requestMetadata } = conversation;
  if (guardrail) {
    headers['x-amzn-bedrock-guardrailidentifier'] = guardrail.identifier;
    headers['x-amzn-bedrock-guardrailversion'] = guardrail.version;
    if (guardrail.trace !== undefined) headers['x-amzn-bedrock-trace'] = guardrail.trace.toUpperCase();
  }
  if (latency !== undefined) headers['x-amzn-bedrock-performanceconfig-latency'] = latency;
  if (serviceTier !== undefined) headers['x-amzn-bedrock-service-tier'] = serviceTier;
  if (requestMetadata) headers['x-amzn-bedrock-request-metadata'] = JSON.stringify(requestMetadata);
  return headers;
}
