import { copyRecord } from '../copy-value.ts';
import type { OperationStreamReader, ResponseReading } from '../operations/operation.ts';
import { isRecord, readRecord } from '../read-value.ts';

type Item = Record<string, unknown>;

/** Rebuilds a response from the events that stream it; the last one repeats it whole. */
export class ResponseStreamReader implements OperationStreamReader {
  private readonly readResponse: (body: Item) => ResponseReading;
  private response: Item | undefined;
  private readonly items = new Map<unknown, Item>();
  private isWhole = false;

  constructor(readResponse: (body: Item) => ResponseReading) {
    this.readResponse = readResponse;
  }

  read(event: unknown): boolean {
    if (!isRecord(event) || typeof event.type !== 'string') return false;
    if (event.type.endsWith('.delta')) return this.addDelta(event.type, event);
    if (isRecord(event.response)) this.readWhole(event.type, event.response);
    else if (isRecord(event.item)) this.items.set(event.output_index, copyRecord(event.item));
    else if (isRecord(event.part)) this.addPart(event, event.part);
    return false;
  }

  result(): ResponseReading {
    if (!this.response && this.items.size === 0) return { output: undefined, metadata: {} };
    if (this.isWhole) return this.readResponse(this.response ?? {});
    return this.readResponse({ ...this.response, output: [...this.items.values()].map(buildItem) });
  }

  private readWhole(type: string, response: Item): void {
    if (type !== 'response.in_progress') this.response = copyRecord(response);
    this.isWhole =
      type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed';
  }

  private addPart(event: Item, part: Item): void {
    const item = this.items.get(event.output_index);
    if (item) findParts(item, event)?.set(event.content_index ?? event.summary_index, copyRecord(part));
  }

  private addDelta(type: string, event: Item): boolean {
    const { delta } = event;
    const item = this.items.get(event.output_index);
    if (typeof delta !== 'string' || !item) return false;
    const part = findParts(item, event)?.get(event.content_index ?? event.summary_index);
    if (part) append(part, type === 'response.refusal.delta' ? 'refusal' : 'text', delta);
    else append(item, type === 'response.function_call_arguments.delta' ? 'arguments' : 'input', delta);
    return delta !== '';
  }
}

/** Parts by their index, kept in the item's place for them while it streams. */
function findParts(item: Item, event: Item): Map<unknown, Item> | undefined {
  const name = 'content_index' in event ? 'content' : 'summary_index' in event ? 'summary' : undefined;
  if (name === undefined) return undefined;
  let parts = item[name];
  if (!(parts instanceof Map)) item[name] = parts = new Map<unknown, Item>();
  return parts as Map<unknown, Item>;
}

function buildItem(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value instanceof Map ? [...value.values()].map((part: unknown) => ({ ...readRecord(part) })) : value,
    ]),
  );
}

function append(target: Item, name: string, piece: string): void {
  const before = target[name];
  target[name] = typeof before === 'string' ? before + piece : piece;
}
