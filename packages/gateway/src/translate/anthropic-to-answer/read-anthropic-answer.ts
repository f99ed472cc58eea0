import type { JsonValue } from '@outcrop/protocol';
import { readAnthropicUsage } from '@outcrop/bedrock';
import { parseAnthropicCitations } from '../anthropic-to-conversation/parse-anthropic-citations.ts';
import type { Answer, AnswerPart, Finish, StopReason } from '../conversation/answer.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import { type Fields, isRecord } from '../conversation/parse-field.ts';
import { settleStopReason } from '../conversation/settle-stop-reason.ts';

/** Reads Claude's answer to InvokeModel. Blocks of tools that Anthropic runs itself are left out. */
export function readAnthropicAnswer(body: Fields, restoration: AnswerRestoration): Answer {
  const parts: AnswerPart[] = [];
  for (const block of Array.isArray(body.content) ? body.content : []) {
    const part = isRecord(block) ? readBlock(block, restoration) : undefined;
    if (part) parts.push(part);
  }
  const finish = readFinish(body);
  return {
    ...finish,
    stopReason: settleStopReason(
      finish.stopReason,
      parts.some((part) => part.type === 'tool-call'),
    ),
    parts,
    usage: readAnthropicUsage(body.usage),
    trace: body['amazon-bedrock-trace'] as JsonValue | undefined,
  };
}

function readBlock(block: Fields, restoration: AnswerRestoration): AnswerPart | undefined {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: String(block.text), citations: parseAnthropicCitations(block.citations) };
    case 'tool_use': {
      const name = String(block.name);
      const input = (block.input ?? {}) as JsonValue;
      if (name === restoration.outputToolName) return { type: 'text', text: JSON.stringify(input) };
      return { type: 'tool-call', id: String(block.id), name: restoration.toolNames.toClient(name), input };
    }
    case 'thinking':
      return {
        type: 'thinking',
        text: String(block.thinking),
        signature: typeof block.signature === 'string' ? block.signature : undefined,
      };
    case 'redacted_thinking':
      return { type: 'redacted-thinking', data: String(block.data) };
    default:
      return undefined;
  }
}

const reasons: Readonly<Record<string, StopReason>> = {
  end_turn: 'end-turn',
  max_tokens: 'max-tokens',
  stop_sequence: 'stop-sequence',
  tool_use: 'tool-call',
  pause_turn: 'pause',
  refusal: 'refusal',
  model_context_window_exceeded: 'context-window',
};

/** Reads how a message ended; a guardrail's intervention is said beside the message. */
export function readFinish(body: Fields): Finish {
  if (body['amazon-bedrock-guardrailAction'] === 'INTERVENED') {
    return { stopReason: 'guardrail', rawStopReason: 'guardrail_intervened' };
  }
  const raw = typeof body.stop_reason === 'string' ? body.stop_reason : 'end_turn';
  return {
    stopReason: (Object.hasOwn(reasons, raw) ? reasons[raw] : undefined) ?? 'end-turn',
    rawStopReason: raw,
    stopSequence: typeof body.stop_sequence === 'string' ? body.stop_sequence : undefined,
  };
}
