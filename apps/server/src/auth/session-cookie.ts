const name = 'outcrop_session';

/** Browsers send cookies by host, not by port, so other servers on this machine see it: it is useless to them. */
export function findSessionCookie(cookieHeader: string | undefined): string | undefined {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

export function buildSessionCookie(secret: string, maxAgeSeconds: number): string {
  return `${name}=${secret}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
}

export const clearedSessionCookie = `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`;
