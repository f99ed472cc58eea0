import { isRecord, keepPresent, readRecord, readString } from '../read-value.ts';
import { AudioRecorder, type AudioAllowance } from './audio-recorder.ts';

interface Block {
  role: string;
  /** Planned words are `SPECULATIVE`, said ones `FINAL`. */
  stage: string | undefined;
  text: string | undefined;
  audio: AudioRecorder | undefined;
  tool: Record<string, unknown> | undefined;
  isInterrupted: boolean;
}

export interface SpeechMessage {
  role: string;
  content: unknown[];
  interrupted?: true;
}

const maxBlocks = 2000;
const maxCharacters = 2_000_000;
/** What Nova Sonic writes in the place of text when the person begins to speak. */
const interruption = /^\s*\{\s*"interrupted"\s*:\s*true\s*\}\s*$/;

/**
 * Puts the events of one direction together: content begins, comes in pieces and ends. Keeps at most 2,000 blocks and
 * 2,000,000 characters, and counts the rest.
 */
export class SpeechTranscript {
  readonly #allowance: AudioAllowance;
  readonly #blocks: Block[] = [];
  /** By content name or id; removed when the content ends. */
  readonly #open = new Map<string, Block>();
  #characters = 0;
  omittedBlocks = 0;
  omittedCharacters = 0;

  constructor(allowance: AudioAllowance) {
    this.#allowance = allowance;
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  /** Whether some content has begun and not ended. */
  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  start(id: string, content: Record<string, unknown>): void {
    const audioFormat = content.audioInputConfiguration ?? content.audioOutputConfiguration;
    const block: Block = {
      role: readRole(content),
      stage: readStage(content.additionalModelFields),
      text: undefined,
      audio: isRecord(audioFormat) ? new AudioRecorder({ ...audioFormat }, this.#allowance) : undefined,
      tool: isRecord(content.toolResultInputConfiguration)
        ? { toolUseId: content.toolResultInputConfiguration.toolUseId }
        : undefined,
      isInterrupted: false,
    };
    this.#open.set(id, block);
    if (this.#blocks.length < maxBlocks) this.#blocks.push(block);
    else this.omittedBlocks += 1;
  }

  addText(id: string, text: unknown): void {
    const block = this.#open.get(id);
    if (!block || typeof text !== 'string') return;
    if (interruption.test(text)) {
      block.isInterrupted = true;
      return;
    }
    const kept = text.slice(0, Math.max(0, maxCharacters - this.#characters));
    this.#characters += kept.length;
    this.omittedCharacters += text.length - kept.length;
    block.text = (block.text ?? '') + kept;
  }

  addAudio(id: string, piece: unknown): void {
    if (typeof piece === 'string') this.#open.get(id)?.audio?.add(piece);
  }

  addToolUse(id: string, { toolUseId, toolName, content }: Record<string, unknown>): void {
    const block = this.#open.get(id);
    if (block) block.tool = { toolUseId, name: toolName, input: parseJsonOrText(content) };
  }

  end(id: string, stopReason: unknown): void {
    const block = this.#open.get(id);
    if (block && stopReason === 'INTERRUPTED') block.isInterrupted = true;
    this.#open.delete(id);
  }

  /** The turns in their order. Words that were planned stand only where none were said. */
  build(): SpeechMessage[] {
    const messages: SpeechMessage[] = [];
    for (const turn of groupTurns(this.#blocks)) {
      const hasFinal = turn.some(({ stage, text }) => stage === 'FINAL' && text !== undefined);
      const kept = turn.filter(({ stage }) => !hasFinal || stage !== 'SPECULATIVE');
      const content = kept.flatMap(buildContent);
      const isInterrupted = turn.some((block) => block.isInterrupted);
      if (content.length === 0 && !isInterrupted) continue;
      messages.push({
        role: turn[0]?.role ?? 'assistant',
        content,
        ...(isInterrupted ? { interrupted: true } : {}),
      });
    }
    return messages;
  }
}

function groupTurns(blocks: readonly Block[]): Block[][] {
  const turns: Block[][] = [];
  for (const block of blocks) {
    const turn = turns.at(-1);
    if (turn?.[0]?.role === block.role) turn.push(block);
    else turns.push([block]);
  }
  return turns;
}

function buildContent({ text, audio, tool }: Block): unknown[] {
  if (tool && 'name' in tool) return [{ toolUse: tool }];
  if (tool) return [{ toolResult: keepPresent({ ...tool, content: parseJsonOrText(text) }) }];
  return [...(text === undefined ? [] : [{ text }]), ...(audio ? [{ audio: audio.build() }] : [])];
}

/** In Converse's words: the assistant calls a tool, the user's side answers it. */
function readRole({ role, toolResultInputConfiguration }: Record<string, unknown>): string {
  const name = readString(role)?.toLowerCase() ?? 'assistant';
  if (name !== 'tool') return name;
  return toolResultInputConfiguration === undefined ? 'assistant' : 'user';
}

function readStage(fields: unknown): string | undefined {
  return readString(readRecord(parseJsonOrText(fields)).generationStage);
}

function parseJsonOrText(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
