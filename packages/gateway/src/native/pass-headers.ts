import type { IncomingHttpHeaders } from 'node:http';

const passedOn = new Set(['accept', 'content-type', 'content-encoding', 'user-agent']);

/** Of a client's headers those that mean something to Bedrock. */
export function pickRequestHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    if (!passedOn.has(name) && !name.startsWith('x-amzn-')) continue;
    const value = headers[name];
    if (value !== undefined) picked[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return picked;
}

/** Of one connection, not of the answer (RFC 9110 §7.6.1), or asking for credentials that are not the client's. */
const heldBack = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

export function pickAnswerHeaders(
  headers: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    if (!heldBack.has(name)) picked[name] = headers[name] as string;
  }
  return Object.assign(picked, added);
}
