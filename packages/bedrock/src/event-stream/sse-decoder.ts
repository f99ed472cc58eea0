/** Takes pieces of a stream of server-sent events and returns the JSON of the events they complete. `[DONE]` is left out. */
export class SseDecoder {
  private rest = '';
  private readonly decoder = new TextDecoder();

  /** Throws a SyntaxError for an event that is not JSON. */
  push(bytes: Uint8Array): unknown[] {
    this.rest += this.decoder.decode(bytes, { stream: true });
    const events = this.rest.split(/\r?\n\r?\n/);
    this.rest = events.pop() ?? '';
    return events.flatMap((event) => {
      const data = readData(event);
      return data === '' || data === '[DONE]' ? [] : [JSON.parse(data) as unknown];
    });
  }
}

function readData(event: string): string {
  return event
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
    .join('\n');
}
