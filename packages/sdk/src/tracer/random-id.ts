// One call into the random source fills 512 ids; drawing each on its own costs ten times as much.
const pool = Buffer.alloc(4096);
let offset = pool.length;

function drawHex(byteLength: number): string {
  if (offset + byteLength > pool.length) {
    crypto.getRandomValues(pool);
    offset = 0;
  }
  const hex = pool.toString('hex', offset, offset + byteLength);
  offset += byteLength;
  return /[1-9a-f]/.test(hex) ? hex : drawHex(byteLength);
}

/** 32 lower-case hex digits, never all zero. */
export function createTraceId(): string {
  return drawHex(16);
}

/** 16 lower-case hex digits, never all zero. */
export function createSpanId(): string {
  return drawHex(8);
}
