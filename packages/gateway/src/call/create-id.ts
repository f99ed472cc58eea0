import { randomFillSync } from 'node:crypto';

// One system call for many ids.
const pool = Buffer.alloc(8192);
let used = pool.length;

/**
 * 32 lower-case hex digits: seconds since the Unix epoch in the first eight, as AWS X-Ray has them, the fraction in the next
 * four, and random bytes. What is ordered by time lies together in the indexes of a store: ids at random would have every
 * span of a large store change pages of its own.
 */
export function createTraceId(now: number): string {
  const start = take(16);
  pool.writeUIntBE(Math.floor((now * 65_536) / 1000) % 2 ** 48, start, 6);
  return pool.toString('hex', start, start + 16);
}

/** 16 lower-case hex digits, ordered by time within 49 days; only within a trace need they be unique. */
export function createSpanId(now: number): string {
  const start = take(8);
  pool.writeUInt32BE(Math.floor(now) % 2 ** 32, start);
  return pool.toString('hex', start, start + 8);
}

/** Where so many random bytes lie that nobody had before. */
function take(byteCount: number): number {
  if (used + byteCount > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += byteCount;
  return used - byteCount;
}
