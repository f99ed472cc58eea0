// One call into the random source fills 512 ids; drawing each on its own costs ten times as much.
const pool = new Uint8Array(4096);
let offset = pool.length;
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function drawHex(byteLength: number): string {
  if (offset + byteLength > pool.length) {
    crypto.getRandomValues(pool);
    offset = 0;
  }
  let hex = '';
  for (const end = offset + byteLength; offset < end; offset += 1) hex += hexOfByte[pool[offset] as number];
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
