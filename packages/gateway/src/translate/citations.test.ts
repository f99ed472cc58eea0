import { describe, expect, test } from 'vitest';
import { streamThrough } from '../../test/stream-through.ts';
import { models, toConverse } from '../../test/translate-for.ts';
import { buildAnthropicCitation } from './answer-to-anthropic/build-anthropic-citation.ts';
import { parseAnthropicCitation } from './anthropic-to-conversation/parse-anthropic-citations.ts';
import { buildCitation } from './conversation-to-converse/build-citation.ts';
import type { Citation } from './conversation/citation.ts';
import { readCitation } from './converse-to-answer/read-citation.ts';
import { ToolNames } from './prepare/tool-names.ts';
import { translateAnswer } from './translate-answer.ts';

const citations: Citation[] = [
  { citedText: 'a', title: 't', location: { kind: 'char', documentIndex: 1, start: 2, end: 3 } },
  { citedText: 'a', title: 't', location: { kind: 'page', documentIndex: 1, start: 2, end: 3 } },
  { citedText: 'a', title: 't', location: { kind: 'chunk', documentIndex: 1, start: 2, end: 3 } },
  {
    citedText: 'a',
    title: 't',
    source: 's',
    location: { kind: 'search-result', resultIndex: 1, start: 2, end: 3 },
  },
  { citedText: 'a', title: 't', location: { kind: 'web', url: 'https://example.com' } },
];

describe.each(citations.map((citation) => [citation.location.kind, citation] as const))(
  '%s',
  (_kind, citation) => {
    test("comes back from Converse's form", () => {
      expect(readCitation(buildCitation(citation))).toEqual(citation);
    });

    test("comes back from Anthropic's form", () => {
      expect(parseAnthropicCitation(buildAnthropicCitation(citation))).toEqual(citation);
    });
  },
);

const web = { location: { web: { url: 'https://example.com' } }, title: 't', sourceContent: [{ text: 'a' }] };

test('an address that is cited is an annotation of a chat completion', () => {
  const answer = translateAnswer({
    from: 'converse',
    to: 'openai-chat',
    body: {
      output: {
        message: {
          content: [
            { text: 'So: ' },
            { citationsContent: { content: [{ text: 'green' }], citations: [web] } },
          ],
        },
      },
      stopReason: 'end_turn',
    },
    restoration: { toolNames: new ToolNames([]) },
    reply: { id: 'x', model: 'm', createdSeconds: 1, request: {} },
  });
  expect(answer).toMatchObject({
    choices: [
      {
        message: {
          content: 'So: green',
          citations: [{ citedText: 'a', location: { kind: 'web' } }],
          annotations: [
            {
              type: 'url_citation',
              url_citation: { url: 'https://example.com', title: 't', start_index: 4, end_index: 9 },
            },
          ],
        },
      },
    ],
  });
});

test('streams carry them', () => {
  const events = streamThrough('anthropic-messages', [
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'green' } }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { citation: web } }],
    ['messageStop', { stopReason: 'end_turn' }],
  ]);
  expect(events).toContainEqual({
    type: 'content_block_delta',
    index: 0,
    delta: {
      type: 'citations_delta',
      citation: expect.objectContaining({ type: 'web_search_result_location', url: 'https://example.com' }),
    },
  });
});

test('those of earlier answers are given back', async () => {
  const { body } = await toConverse({
    from: 'anthropic-messages',
    modelId: models.budgetClaude,
    body: {
      max_tokens: 1,
      messages: [
        { role: 'user', content: 'Hello' },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'green', citations: citations.slice(0, 1).map(buildAnthropicCitation) },
          ],
        },
        { role: 'user', content: 'Why?' },
      ],
    },
  });
  expect(body.messages[1]?.content).toEqual([
    {
      citationsContent: {
        content: [{ text: 'green' }],
        citations: [
          {
            sourceContent: [{ text: 'a' }],
            title: 't',
            location: { documentChar: { documentIndex: 1, start: 2, end: 3 } },
          },
        ],
      },
    },
  ]);
});
