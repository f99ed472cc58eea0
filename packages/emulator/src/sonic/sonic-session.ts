import { emptyConversation } from '../answer/conversation.ts';
import { sampleJsonSchema } from '../answer/sample-json-schema.ts';
import { countTokens } from '../answer/tokenize.ts';
import { writeAnswerText } from '../answer/write-answer-text.ts';
import { asArray, asObject, asString, digestJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { SonicUsage } from './sonic-usage.ts';

interface InputContent {
  role: string;
  type: string;
  text: string;
  audio: Buffer[];
}

const audioChunkBytes = 960;

/**
 * Nova Sonic's side of a session: what it answers to each event. Speech that is the bytes of a text is taken to say that
 * text, so that a test can speak. https://docs.aws.amazon.com/nova/latest/userguide/output-events.html
 */
export class SonicSession {
  readonly #contents = new Map<string, InputContent>();
  readonly #usage = new SonicUsage();
  readonly #scriptedText: string | undefined;
  #tools: JsonObject[] = [];
  #promptName = '';
  #turn = 0;
  #content = 0;

  constructor(scriptedText: string | undefined) {
    this.#scriptedText = scriptedText;
  }

  answer(event: JsonObject): JsonObject[] {
    const [name = '', body] = Object.entries(event)[0] ?? [];
    const members = asObject(body);
    switch (name) {
      case 'promptStart':
        this.#promptName = asString(members.promptName);
        this.#tools = asArray(asObject(members.toolConfiguration).tools).map((tool) =>
          asObject(asObject(tool).toolSpec),
        );
        return [];
      case 'contentStart':
        this.#contents.set(asString(members.contentName), {
          role: asString(members.role),
          type: asString(members.type),
          text: '',
          audio: [],
        });
        return [];
      case 'textInput':
      case 'toolResult':
        return this.#addText(members);
      case 'audioInput':
        return this.#addAudio(members);
      case 'contentEnd':
        return this.#endContent(asString(members.contentName));
      case 'promptEnd':
        return [{ completionEnd: { ...this.#identity(), stopReason: 'END_TURN' } }];
      default:
        return [];
    }
  }

  #addText(members: JsonObject): JsonObject[] {
    const content = this.#contents.get(asString(members.contentName));
    if (content) content.text += asString(members.content);
    this.#usage.addText('input', countTokens(asString(members.content)));
    return [];
  }

  #addAudio(members: JsonObject): JsonObject[] {
    const bytes = Buffer.from(asString(members.content), 'base64');
    this.#contents.get(asString(members.contentName))?.audio.push(bytes);
    this.#usage.addSpeech('input', bytes.byteLength);
    return [];
  }

  #endContent(contentName: string): JsonObject[] {
    const content = this.#contents.get(contentName);
    if (!content) return [];
    if (content.role === 'TOOL') return this.#say(`Here is what I found: ${content.text}`);
    if (content.role !== 'USER') return [this.#usageEvent()];
    this.#turn += 1;
    const prompt = content.type === 'AUDIO' ? recognise(Buffer.concat(content.audio)) : content.text;
    const heard = content.type === 'AUDIO' ? this.#write('USER', prompt) : [];
    const begin = { completionStart: this.#identity() };
    return [begin, ...heard, ...this.#respond(prompt)];
  }

  #respond(prompt: string): JsonObject[] {
    const tool = this.#tools.find(({ name }) =>
      asString(name)
        .split(/[^\p{L}]+/u)
        .some((word) => word.length > 3 && prompt.toLowerCase().includes(word.toLowerCase())),
    );
    if (tool) return this.#callTool(tool, prompt);
    const conversation = emptyConversation('amazon.nova-sonic-v1:0');
    conversation.turns.push({ role: 'user', parts: [{ kind: 'text', text: prompt }] });
    return this.#say(this.#scriptedText ?? writeAnswerText(conversation), /\binterrupt/iu.test(prompt));
  }

  #callTool(tool: JsonObject, prompt: string): JsonObject[] {
    const schema: unknown = JSON.parse(asString(asObject(tool.inputSchema).json) || '{}');
    const content = JSON.stringify(sampleJsonSchema(schema, { prompt }));
    const identity = this.#nextContent();
    const toolUseId = digestJson([prompt, this.#turn]).toString('hex').slice(0, 16);
    this.#usage.addText('output', countTokens(content));
    return [
      {
        contentStart: {
          ...identity,
          role: 'TOOL',
          type: 'TOOL',
          toolUseOutputConfiguration: { mediaType: 'application/json' },
        },
      },
      { toolUse: { ...identity, content, role: 'TOOL', toolName: tool.name, toolUseId } },
      { contentEnd: { ...identity, stopReason: 'TOOL_USE', type: 'TOOL' } },
      this.#usageEvent(),
    ];
  }

  /** The words it plans to say, the speech, and the words it said: half of them when it is interrupted. */
  #say(text: string, isInterrupted = false): JsonObject[] {
    const identity = this.#nextContent();
    const audioOutputConfiguration = {
      mediaType: 'audio/lpcm',
      sampleRateHertz: 24_000,
      sampleSizeBits: 16,
      encoding: 'base64',
      channelCount: 1,
    };
    const count = Math.ceil(countTokens(text) / (isInterrupted ? 2 : 1));
    const speech = Array.from({ length: count }, (_, index) => synthesise(index));
    this.#usage.addText('output', countTokens(text));
    this.#usage.addSpeech('output', count * audioChunkBytes);
    const stopReason = isInterrupted ? 'INTERRUPTED' : 'END_TURN';
    const said = isInterrupted ? text.slice(0, Math.ceil(text.length / 2)) : text;
    return [
      ...this.#write('ASSISTANT', text, { generationStage: 'SPECULATIVE' }),
      { contentStart: { ...identity, role: 'ASSISTANT', type: 'AUDIO', audioOutputConfiguration } },
      ...speech.map((content) => ({ audioOutput: { ...identity, content, role: 'ASSISTANT' } })),
      ...(isInterrupted
        ? [{ textOutput: { ...identity, content: '{ "interrupted" : true }', role: 'ASSISTANT' } }]
        : []),
      { contentEnd: { ...identity, stopReason, type: 'AUDIO' } },
      ...this.#write('ASSISTANT', said, { stopReason }),
      this.#usageEvent(),
    ];
  }

  #write(
    role: string,
    content: string,
    { generationStage = 'FINAL', stopReason = 'PARTIAL_TURN' } = {},
  ): JsonObject[] {
    const identity = this.#nextContent();
    const additionalModelFields = JSON.stringify({ generationStage });
    const textOutputConfiguration = { mediaType: 'text/plain' };
    return [
      { contentStart: { ...identity, additionalModelFields, role, textOutputConfiguration, type: 'TEXT' } },
      { textOutput: { ...identity, content, role } },
      { contentEnd: { ...identity, stopReason, type: 'TEXT' } },
    ];
  }

  #usageEvent(): JsonObject {
    return { usageEvent: { ...this.#identity(), ...this.#usage.takeEvent() } };
  }

  #identity(): JsonObject {
    return {
      completionId: `completion-${this.#turn}`,
      promptName: this.#promptName,
      sessionId: `session-${this.#promptName}`,
    };
  }

  #nextContent(): JsonObject {
    this.#content += 1;
    return { ...this.#identity(), contentId: `content-${this.#content}` };
  }
}

function recognise(speech: Buffer): string {
  const text = speech.toString('utf8');
  // Linear PCM of speech has zero bytes or is no UTF-8.
  const isText = !text.includes('\0') && !text.includes('\uFFFD');
  return isText ? text : `I spoke for ${speech.byteLength / 32} milliseconds.`;
}

/** A 20 ms tone, base64. */
function synthesise(index: number): string {
  const samples = Buffer.alloc(audioChunkBytes);
  for (let sample = 0; sample < audioChunkBytes / 2; sample += 1) {
    samples.writeInt16LE(Math.round(8000 * Math.sin((sample + index) / (4 + (index % 5)))), sample * 2);
  }
  return samples.toString('base64');
}
