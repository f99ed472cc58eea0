/** The value of JSON that a store wrote itself, so that its type is known; `absent` for NULL. */
export function decodeJson<T>(stored: string | null | undefined, absent: T): T {
  if (stored === null || stored === undefined) return absent;
  return JSON.parse(stored) as T;
}
