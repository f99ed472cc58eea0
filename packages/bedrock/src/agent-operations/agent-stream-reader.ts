import { copyValue } from '../copy-value.ts';
import type { OperationStreamReader, ResponseHeaders, ResponseReading } from '../operations/operation.ts';
import { isRecord, keepAnyPresent, keepPresent, readArray, readRecord } from '../read-value.ts';
import { AgentTraceReader, type AgentTraceOptions } from './agent-trace/agent-trace-reader.ts';

/** Reads the `completion` of InvokeAgent and InvokeInlineAgent. */
export class AgentStreamReader implements OperationStreamReader {
  readonly #trace: AgentTraceReader;
  // The pieces of a streamed answer may cut a character in two.
  readonly #decoder = new TextDecoder();
  #text: string | undefined;
  readonly #citations: unknown[] = [];
  readonly #files: unknown[] = [];
  readonly #returnControls: unknown[] = [];

  constructor(options: AgentTraceOptions = {}) {
    this.#trace = new AgentTraceReader(options);
  }

  read(event: unknown): boolean {
    if (!isRecord(event)) return false;
    if (event.chunk !== undefined) return this.#readChunk(readRecord(event.chunk));
    if (event.trace !== undefined) this.#trace.read(event.trace, Date.now() * 1000);
    if (event.files !== undefined) this.#files.push(...readArray(copyValue(readRecord(event.files).files)));
    if (event.returnControl === undefined) return false;
    this.#returnControls.push(copyValue(event.returnControl));
    return true;
  }

  result(headers: ResponseHeaders): ResponseReading {
    const [returnControl, ...others] = this.#returnControls;
    const isAnswered = this.#text !== undefined || returnControl !== undefined;
    return {
      output: keepAnyPresent({
        text: this.#text,
        citations: this.#citations.length > 0 ? this.#citations : undefined,
        files: this.#files.length > 0 ? this.#files : undefined,
        returnControl: others.length > 0 ? this.#returnControls : returnControl,
      }),
      metadata: keepPresent({
        session_id: headers['x-amz-bedrock-agent-session-id'],
        memory_id: headers['x-amz-bedrock-agent-memory-id'],
        content_type: headers['x-amzn-bedrock-agent-content-type'],
        omitted_steps: this.#trace.omittedSteps || undefined,
      }),
      isWhole: isAnswered,
      steps: this.#trace.steps,
    };
  }

  #readChunk({ bytes, attribution }: Record<string, unknown>): boolean {
    this.#citations.push(...readArray(copyValue(readRecord(attribution).citations)));
    if (!(bytes instanceof Uint8Array)) return false;
    this.#text = (this.#text ?? '') + this.#decoder.decode(bytes, { stream: true });
    return bytes.length > 0;
  }
}
