// Near the length of a real token in English prose, and stable: the counts only have to be plausible and repeatable.
const tokenPattern = /\s*[\p{L}]{1,7}|\s*\p{N}{1,3}|\s*[^\s\p{L}\p{N}]|\s+/gu;

/** Splits text into pieces that join to the same text; each counts as one token. */
export function tokenize(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

export function countTokens(text: string): number {
  return tokenize(text).length;
}
