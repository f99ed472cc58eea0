/** The first line that says something, for where a message has only one. */
export function takeFirstLine(text: string): string {
  return (
    text
      .split('\n', 20)
      .find((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 300) ?? ''
  );
}
