import type { IncomingHttpHeaders } from 'node:http';

/** Browsers do not tell ports apart, so each server on this machine needs a cookie of its own. */
function cookieName({ host }: IncomingHttpHeaders): string {
  return `outcrop_session_${/:(\d+)$/.exec(host ?? '')?.[1] ?? '80'}`;
}

/** The session's secret in a request's cookies. */
export function findSessionCookie(headers: IncomingHttpHeaders): string | undefined {
  const name = cookieName(headers);
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

export interface SessionCookie {
  secret: string;
  /** 0 removes the cookie. */
  maxAgeSeconds: number;
}

/** The Set-Cookie header for the server that the request's headers name. */
export function buildSessionCookie(
  headers: IncomingHttpHeaders,
  { secret, maxAgeSeconds }: SessionCookie,
): string {
  return `${cookieName(headers)}=${secret}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
}
