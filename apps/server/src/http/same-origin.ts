import type { IncomingHttpHeaders } from 'node:http';

/** Whether a browser says that its page sent the request: no other site can make it say so. */
export function isOriginProven(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin !== undefined && isOwnOrigin(headers);
}

/** Whether a browser says that another site sent the request. Programs say nothing. */
export function isCrossOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && !isOwnOrigin(headers);
}

function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}
