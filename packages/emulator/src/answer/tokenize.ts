// Near the length of a real token in English prose, and stable: the counts only have to be plausible and repeatable.
const tokenPattern = /\s*[\p{L}]{1,7}|\s*\p{N}{1,3}|\s*[^\s\p{L}\p{N}]|\s+/gu;

/** Splits text into pieces that join to the same text; each counts as one token. */
export function tokenize(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

const sampleLength = 100_000;

/** Exact up to 100,000 characters; a longer text is taken to go on as it began. */
export function countTokens(text: string): number {
  if (text.length <= sampleLength) return tokenize(text).length;
  return Math.round((tokenize(text.slice(0, sampleLength)).length * text.length) / sampleLength);
}
