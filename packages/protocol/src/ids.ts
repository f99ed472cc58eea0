const hex = /^[0-9a-f]+$/;

/** Whether this is a W3C trace id: 32 lower-case hex digits, not all zero. */
export function isTraceId(value: string): boolean {
  return value.length === 32 && hex.test(value) && !/^0+$/.test(value);
}

/** Whether this is a W3C span id: 16 lower-case hex digits, not all zero. */
export function isSpanId(value: string): boolean {
  return value.length === 16 && hex.test(value) && !/^0+$/.test(value);
}
