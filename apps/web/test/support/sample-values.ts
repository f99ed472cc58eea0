export function randomHex(length: number): string {
  return Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('');
}

/** Microseconds since the Unix epoch. */
export function nowMicroseconds(): number {
  return Date.now() * 1000;
}
