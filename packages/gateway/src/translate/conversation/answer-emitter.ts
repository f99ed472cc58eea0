import type { GatewayError } from '../../gateway-error.ts';
import type { AnswerDetails, Finish } from './answer.ts';
import type { AnswerListener, PartStart } from './answer-listener.ts';
import type { AnswerRestoration } from './answer-restoration.ts';
import type { Citation } from './citation.ts';
import { settleStopReason } from './settle-stop-reason.ts';
import { describeTruncatedStream } from './truncated-stream.ts';

interface OpenPart {
  index: number;
  /** An `output-tool` stands for JSON text. */
  type: PartStart['type'] | 'output-tool';
  hasInput: boolean;
}

/**
 * Keeps the promises of an AnswerListener whatever a stream does: own numbering, every part started and ended, `{}` for a
 * call without arguments, one finish, and a failure when the stream ends too soon. Reading a stream is then only naming its
 * events. Parts are known by the stream's own numbers, here called blocks.
 */
export class AnswerEmitter {
  private readonly open = new Map<number, OpenPart>();
  private nextIndex = 0;
  private hasToolCalls = false;
  private earlyDetails: AnswerDetails | undefined;
  private state: 'waiting' | 'started' | 'finished' | 'over' = 'waiting';

  private readonly listener: AnswerListener;
  private readonly restoration: AnswerRestoration;

  constructor(listener: AnswerListener, restoration: AnswerRestoration) {
    this.listener = listener;
    this.restoration = restoration;
  }

  start(details?: AnswerDetails): void {
    if (this.state !== 'waiting') return;
    this.state = 'started';
    this.listener.start(details);
  }

  startPart(block: number, part: PartStart): OpenPart {
    this.start();
    this.endPart(block);
    const index = this.nextIndex++;
    const isOutput = part.type === 'tool-call' && part.name === this.restoration.outputToolName;
    const open: OpenPart = { index, type: isOutput ? 'output-tool' : part.type, hasInput: false };
    this.open.set(block, open);
    this.listener.startPart(index, isOutput ? { type: 'text' } : this.restoreName(part));
    return open;
  }

  addText(block: number, text: string): void {
    this.listener.addText(this.continuePart(block, 'text').index, text);
  }

  addThinking(block: number, text: string): void {
    this.listener.addThinking(this.continuePart(block, 'thinking').index, text);
  }

  addSignature(block: number, signature: string): void {
    this.listener.addSignature(this.continuePart(block, 'thinking').index, signature);
  }

  addCitation(block: number, citation: Citation): void {
    this.listener.addCitation(this.continuePart(block, 'text').index, citation);
  }

  addToolInput(block: number, json: string): void {
    const part = this.open.get(block);
    if (!part || json === '') return;
    part.hasInput = true;
    if (part.type === 'output-tool') this.listener.addText(part.index, json);
    else this.listener.addToolInput(part.index, json);
  }

  endPart(block: number): void {
    const part = this.open.get(block);
    if (!part) return;
    this.open.delete(block);
    if (!part.hasInput && part.type === 'tool-call') this.listener.addToolInput(part.index, '{}');
    if (!part.hasInput && part.type === 'output-tool') this.listener.addText(part.index, '{}');
    this.listener.endPart(part.index);
  }

  finish(finish: Finish): void {
    if (this.state === 'finished' || this.state === 'over') return;
    this.start();
    for (const block of this.open.keys()) this.endPart(block);
    this.state = 'finished';
    this.listener.finish({ ...finish, stopReason: settleStopReason(finish.stopReason, this.hasToolCalls) });
    if (this.earlyDetails) this.listener.addDetails(this.earlyDetails);
  }

  /** May come before the finish; the listener hears it after. */
  addDetails(details: AnswerDetails): void {
    if (this.state === 'finished') this.listener.addDetails(details);
    else this.earlyDetails = details;
  }

  fail(error: GatewayError): void {
    if (this.state === 'over') return;
    this.state = 'over';
    this.listener.fail(error);
  }

  end(): void {
    if (this.state === 'over') return;
    if (this.state === 'finished') {
      this.state = 'over';
      this.listener.end();
      return;
    }
    this.fail(describeTruncatedStream());
  }

  private continuePart(block: number, type: 'text' | 'thinking'): OpenPart {
    const part = this.open.get(block);
    return part?.type === type ? part : this.startPart(block, { type });
  }

  private restoreName(part: PartStart): PartStart {
    if (part.type !== 'tool-call') return part;
    this.hasToolCalls = true;
    return { ...part, name: this.restoration.toolNames.toClient(part.name) };
  }
}
