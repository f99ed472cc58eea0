export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'strike'; text: string }
  | { kind: 'link'; text: string; address: string };

// Every alternative is bounded and starts with its own mark, so that hostile text cannot make the search slow.
const marks =
  /`([^`\n]{1,2000})`|\*\*([^*\n]{1,2000})\*\*|__([^_\n]{1,2000})__|~~([^~\n]{1,2000})~~|(?<![\w*])\*([^*\s][^*\n]{0,2000})\*|!?\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})\)|(https?:\/\/[^\s<>()"'`]{1,2000}[^\s<>()"'`.,;:!?])/g;

function isSafeAddress(address: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(address);
}

function buildInline(match: RegExpExecArray): Inline {
  const [whole, code, stars, underscores, struck, emphasised, label, address, bare] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  const strong = stars ?? underscores;
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (struck !== undefined) return { kind: 'strike', text: struck };
  if (emphasised !== undefined) return { kind: 'emphasis', text: emphasised };
  if (bare !== undefined) return { kind: 'link', text: bare, address: bare };
  if (label !== undefined && address !== undefined && isSafeAddress(address)) {
    return { kind: 'link', text: label, address };
  }
  return { kind: 'text', text: whole };
}

/** Code, bold, italics, struck text and links to http, https and mailto; the rest stays text. */
export function parseInlines(text: string): Inline[] {
  const inlines: Inline[] = [];
  let position = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > position) inlines.push({ kind: 'text', text: text.slice(position, match.index) });
    inlines.push(buildInline(match));
    position = match.index + match[0].length;
  }
  if (position < text.length) inlines.push({ kind: 'text', text: text.slice(position) });
  return inlines;
}
