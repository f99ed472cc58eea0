import type { GatewayError } from '../../gateway-error.ts';
import type { AnswerDetails, Finish } from './answer.ts';
import type { Citation } from './citation.ts';

/** What a streamed part is, said before its first piece. */
export type PartStart =
  | { type: 'text' }
  | { type: 'thinking' }
  | { type: 'redacted-thinking'; data: string }
  | { type: 'tool-call'; id: string; name: string };

/**
 * Hears a streamed answer. Parts are numbered 0, 1, 2 … in the order they start; every part starts before its pieces and ends
 * before the finish; the pieces of a tool call's input always make a JSON text, `{}` when there are no arguments. `finish`
 * comes at most once, `addDetails` at most once and after it. Nothing comes after `fail`.
 */
export interface AnswerListener {
  start(details: AnswerDetails | undefined): void;
  startPart(index: number, part: PartStart): void;
  addText(index: number, text: string): void;
  addThinking(index: number, text: string): void;
  addSignature(index: number, signature: string): void;
  addToolInput(index: number, json: string): void;
  addCitation(index: number, citation: Citation): void;
  endPart(index: number): void;
  finish(finish: Finish): void;
  addDetails(details: AnswerDetails): void;
  fail(error: GatewayError): void;
  /** The stream ended as it should. */
  end(): void;
}
