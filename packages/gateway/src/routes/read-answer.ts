import { GatewayError } from '../gateway-error.ts';
import { readUpstreamError } from '../translate/errors/read-upstream-error.ts';
import type { UpstreamAnswer } from '../upstream/upstream-answer.ts';

/** The JSON of a whole answer. Throws what Bedrock refused, or a 502 for what is no JSON. */
export async function readJsonAnswer(answer: UpstreamAnswer): Promise<unknown> {
  const bytes = await answer.body.collect();
  if (isRefusal(answer)) throw describeRefusal(answer, bytes);
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch (cause) {
    throw new GatewayError("Bedrock's answer is not JSON.", { status: 502, code: 'upstream_error', cause });
  }
}

export function isRefusal({ status }: UpstreamAnswer): boolean {
  return status < 200 || status > 299;
}

export async function readRefusal(answer: UpstreamAnswer): Promise<GatewayError> {
  return describeRefusal(answer, await answer.body.collect());
}

function describeRefusal({ target, status, headers }: UpstreamAnswer, bytes: Buffer): GatewayError {
  return readUpstreamError({
    // What is neither success nor refusal, such as a redirect, is not the client's to follow.
    status: status < 400 ? 502 : status,
    headers,
    body: bytes.toString(),
    target,
  });
}
