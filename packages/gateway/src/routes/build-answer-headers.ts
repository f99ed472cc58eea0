import type { GatewayCall } from '../call/gateway-call.ts';
import { formatNotices } from '../translate/format-notices.ts';
import type { Notice } from '../translate/conversation/translation-context.ts';

export interface AnswerFacts {
  contentType: string;
  notices: readonly Notice[];
  /** Bedrock's, lower-case; absent while it has not answered. */
  upstreamHeaders?: Readonly<Record<string, string>>;
}

/** The headers of an answer that the gateway wrote. Bedrock's id of the request is in both names that clients look for. */
export function buildAnswerHeaders(
  call: GatewayCall,
  { contentType, notices, upstreamHeaders = {} }: AnswerFacts,
): Record<string, string> {
  const headers: Record<string, string> = { ...call.answerHeaders, 'content-type': contentType };
  const requestId = upstreamHeaders['x-amzn-requestid'] ?? upstreamHeaders['x-request-id'];
  if (requestId !== undefined) {
    headers['x-request-id'] = requestId;
    headers['request-id'] = requestId;
  }
  if (notices.length > 0) headers['x-outcrop-dropped'] = formatNotices(notices);
  return headers;
}
