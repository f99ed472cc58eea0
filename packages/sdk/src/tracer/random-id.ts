// One call into the random source, and one into Buffer, make 512 ids; drawing each on its own costs ten times as much.
const pool = Buffer.alloc(4096);
const zeros = '0'.repeat(32);
let digits = '';
let offset = 0;

function drawHex(length: number): string {
  if (offset + length > digits.length) {
    // The AWS SDK has loaded this module; Web Crypto would be loaded for the first id, a millisecond of the first call.
    process.getBuiltinModule('node:crypto').randomFillSync(pool);
    digits = pool.toString('hex');
    offset = 0;
  }
  const hex = digits.slice(offset, (offset += length));
  return zeros.startsWith(hex) ? drawHex(length) : hex;
}

/** 32 lower-case hex digits, never all zero. */
export function createTraceId(): string {
  return drawHex(32);
}

/** 16 lower-case hex digits, never all zero. */
export function createSpanId(): string {
  return drawHex(16);
}
