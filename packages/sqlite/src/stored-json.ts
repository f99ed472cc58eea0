/** The value of JSON that a store wrote itself, so that its type is known; `absent` for NULL. */
export function decodeJson<T>(stored: string | null | undefined, absent: T): T {
  if (stored === null || stored === undefined) return absent;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the same code from the same type
  return JSON.parse(stored) as T;
}
