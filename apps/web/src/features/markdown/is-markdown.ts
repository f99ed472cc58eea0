// One of these says that the author meant Markdown; a lone asterisk or underscore does not.
const marks =
  /^#{1,6} |^ {0,3}(?:[-*+]|\d{1,3}[.)]) +\S|^ {0,3}```|\*\*[^*\n]{1,200}\*\*|`[^`\n]{1,200}`|^\|.*\|\s*$|\]\(https?:/m;

/** Whether a text is likely to read better as Markdown. Looks at its beginning only. */
export function isMarkdown(text: string): boolean {
  return marks.test(text.slice(0, 4000));
}
