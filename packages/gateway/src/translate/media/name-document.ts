/**
 * A name Bedrock takes (letters, digits, single spaces, hyphens, brackets and parentheses) that is not in `taken`, and adds it.
 * The model sees names, so they keep as much of the client's as they can.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html
 */
export function nameDocument(name: string | undefined, taken: Set<string>): string {
  const stem = (name ?? '')
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[^a-zA-Z0-9\s\-()[\]]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 180)
    .trimEnd();
  const base = stem === '' ? 'document' : stem;
  let unique = base;
  for (let count = 2; taken.has(unique); count += 1) unique = `${base} (${count})`;
  taken.add(unique);
  return unique;
}
