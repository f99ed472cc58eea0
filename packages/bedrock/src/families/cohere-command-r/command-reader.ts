import { isRecord, readArray } from '../../read-value.ts';
import type { StreamReader, StreamResult } from '../family.ts';
import { readCommandResponse } from './command-response.ts';

/** Rebuilds Command R's answer. Its last event repeats the whole answer; the pieces count only when that is missing. */
export class CommandReader implements StreamReader<Record<string, unknown>> {
  private text = '';
  private partial: Record<string, unknown> | undefined;
  private whole: Record<string, unknown> | undefined;

  read(event: Record<string, unknown>): boolean {
    const partial: Record<string, unknown> = (this.partial ??= {});
    const { event_type: _, is_finished: __, text, response, ...rest } = event;
    if (isRecord(response)) this.whole = response;
    for (const [name, value] of Object.entries(rest)) {
      partial[name] = Array.isArray(value) ? [...readArray(partial[name]), ...(value as unknown[])] : value;
    }
    if (typeof text === 'string') this.text += text;
    return (typeof text === 'string' && text !== '') || 'tool_calls' in rest || 'tool_call_delta' in rest;
  }

  result(): StreamResult {
    if (!this.partial) return { output: undefined };
    const output = this.whole ?? { ...this.partial, text: this.text };
    return { output, ...readCommandResponse(output) };
  }
}
