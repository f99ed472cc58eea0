import type { ClientExchange } from '../http/client-exchange.ts';

/** Answers with JSON and ends the exchange. */
export function sendJson(exchange: ClientExchange, headers: Record<string, string>, answer: object): void {
  const text = JSON.stringify(answer);
  headers['content-length'] = String(Buffer.byteLength(text));
  exchange.start(200, headers);
  exchange.end(text);
}
