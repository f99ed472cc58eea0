import { randomFillSync } from 'node:crypto';

// One system call for many ids.
const pool = Buffer.alloc(8192);
let used = pool.length;

/** Random bytes in lower-case hex: 16 for a trace, 8 for a span. */
export function createId(byteCount: 8 | 16): string {
  if (used + byteCount > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += byteCount;
  return pool.toString('hex', used - byteCount, used);
}
