const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const soonMs = 7 * dayMs;

export interface Expiry {
  /** "expired", "expires in 3 h", "expires in 12 d". */
  text: string;
  state: 'expired' | 'soon' | 'later';
}

/** `expiresAt`: microseconds since the Unix epoch. */
export function describeExpiry(expiresAt: number, nowMs: number): Expiry {
  const leftMs = expiresAt / 1000 - nowMs;
  if (leftMs <= 0) return { text: 'expired', state: 'expired' };
  return { text: `expires in ${formatLeft(leftMs)}`, state: leftMs < soonMs ? 'soon' : 'later' };
}

function formatLeft(leftMs: number): string {
  if (leftMs < hourMs) return `${Math.max(1, Math.floor(leftMs / 60_000))} min`;
  if (leftMs < 2 * dayMs) return `${Math.floor(leftMs / hourMs)} h`;
  return `${Math.floor(leftMs / dayMs)} d`;
}
