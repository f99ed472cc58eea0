import { type Emulator, startEmulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../test/ask-emulator.ts';
import { createRandom, type Random } from '../../test/random.ts';
import { models, toConverse } from '../../test/translate-for.ts';
import { weatherTool } from '../../test/weather-tool.ts';
import { buildAnthropicMessage } from './answer-to-anthropic/build-anthropic-message.ts';
import { buildChatCompletion } from './answer-to-openai-chat/build-chat-completion.ts';
import { buildResponse } from './answer-to-openai-responses/build-response.ts';
import { parseAnthropicMessages } from './anthropic-to-conversation/parse-anthropic-messages.ts';
import { findCapabilities } from './capabilities/find-capabilities.ts';
import type { Answer, AnswerPart } from './conversation/answer.ts';
import { TranslationContext } from './conversation/translation-context.ts';
import { parseOpenAiChat } from './openai-chat-to-conversation/parse-openai-chat.ts';
import { parseOpenAiResponses } from './openai-responses-to-conversation/parse-openai-responses.ts';

const reply = { id: 'x', model: 'm', createdSeconds: 1, request: {} };
const rounds = 60;

function buildPart(random: Random, id: string): AnswerPart {
  return random.pick<AnswerPart>([
    { type: 'text', text: random.word() },
    { type: 'thinking', text: random.word(), signature: random.word() },
    { type: 'redacted-thinking', data: 'AAAA' },
    { type: 'tool-call', id, name: random.word(), input: { [random.word()]: random.word() } },
  ]);
}

/** Reasoning first and calls last, as models answer. */
function buildRandomAnswer(random: Random): Answer {
  const order = ['redacted-thinking', 'thinking', 'text', 'tool-call'];
  const parts = Array.from({ length: random.count(5) }, (_, index) => buildPart(random, `call${index}`));
  parts.sort((left, right) => order.indexOf(left.type) - order.indexOf(right.type));
  return { parts, stopReason: 'end-turn', rawStopReason: 'end_turn' };
}

function createContext(): TranslationContext {
  return new TranslationContext(findCapabilities(models.budgetClaude), true);
}

function sortByKind(parts: readonly object[]): string[] {
  return parts.map((part) => JSON.stringify(part)).sort();
}

describe('an answer given back is the answer that was given', () => {
  const answers = Array.from({ length: rounds }, (_, seed) => buildRandomAnswer(createRandom(seed)));
  const user = { role: 'user', content: 'Hello' };

  test('to messages', () => {
    for (const answer of answers) {
      const { content } = buildAnthropicMessage(answer, reply);
      const body = { max_tokens: 1, messages: [user, { role: 'assistant', content }] };
      expect(parseAnthropicMessages(body, createContext()).turns[1]?.parts).toEqual(answer.parts);
    }
  });

  test('to chat completions, which keep all but the places of texts', () => {
    for (const answer of answers) {
      const { message } = buildChatCompletion(answer, reply).choices[0];
      const parts = parseOpenAiChat({ messages: [user, message] }, createContext()).turns[1]?.parts ?? [];
      const texts = answer.parts.filter((part) => part.type === 'text');
      const joined =
        texts.length === 0 ? [] : [{ type: 'text', text: texts.map((part) => part.text).join('') }];
      const others = answer.parts.filter((part) => part.type !== 'text');
      expect(sortByKind(parts)).toEqual(sortByKind([...others, ...joined]));
    }
  });

  test('to responses', () => {
    for (const answer of answers) {
      const { output } = buildResponse(answer, reply);
      const { turns } = parseOpenAiResponses({ input: [user, ...output] }, createContext());
      expect(turns[1]?.parts ?? []).toEqual(answer.parts);
    }
  });
});

describe('whatever a client sends, Bedrock takes', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());

  test.each(['converse', 'anthropic'] as const)('through %s', async (to) => {
    for (let seed = 0; seed < rounds; seed += 1) {
      const body = { messages: buildRandomMessages(createRandom(seed)), max_tokens: 50 };
      const question = { from: 'openai-chat', to, modelId: models.budgetClaude, body } as const;
      await expect(ask(emulator, question)).resolves.toHaveProperty('choices');
    }
  });

  test("the client's body is not changed", async () => {
    for (let seed = 0; seed < rounds; seed += 1) {
      const body = { messages: buildRandomMessages(createRandom(seed)), tools: [weatherTool] };
      const before = structuredClone(body);
      await toConverse({ body });
      expect(body).toEqual(before);
    }
  });
});

/** Messages of any roles in any order, with blank texts, calls and their results. */
function buildRandomMessages(random: Random): object[] {
  return Array.from({ length: 1 + random.count(8) }).flatMap((_, index) => {
    const content = random.pick(['', ' ', random.word(), `${random.word()} `]);
    const id = `call.${index}`;
    return random.pick<object[]>([
      [{ role: 'user', content }],
      [{ role: 'user', content: [{ type: 'text', text: content }] }],
      [{ role: 'system', content }],
      [
        { role: 'assistant', content },
        { role: 'user', content },
      ],
      [
        {
          role: 'assistant',
          content,
          tool_calls: [
            {
              id,
              type: 'function',
              function: { name: 'a.b', arguments: random.pick(['', '{}', '{"x":1}', '{"x']) },
            },
          ],
        },
        { role: 'tool', tool_call_id: id, content },
        { role: 'user', content },
      ],
    ]);
  });
}
