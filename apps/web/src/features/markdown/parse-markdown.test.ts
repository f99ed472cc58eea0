import { describe, expect, it } from 'vitest';

import { isMarkdown } from './is-markdown.ts';
import { parseInlines } from './parse-inlines.ts';
import { type Block, parseMarkdown } from './parse-markdown.ts';

const text = (value: string) => [{ kind: 'text', text: value }];
const paragraph = (value: string) => ({ kind: 'paragraph', content: text(value) });

describe('parseMarkdown', () => {
  it.each<[string, string, unknown[]]>([
    ['a heading', '## Rules', [{ kind: 'heading', level: 2, content: text('Rules') }]],
    ['paragraphs', 'one\ntwo\n\nthree', [paragraph('one\ntwo'), paragraph('three')]],
    [
      'a fence',
      '```ts\nconst a = 1;\n\n# no heading\n```\nafter',
      [{ kind: 'code', language: 'ts', text: 'const a = 1;\n\n# no heading' }, paragraph('after')],
    ],
    ['an unclosed fence', '```\nstill streaming', [{ kind: 'code', language: '', text: 'still streaming' }]],
    [
      'a list within a list',
      '- a\n  - b\n- c',
      [
        {
          kind: 'list',
          isOrdered: false,
          start: 1,
          items: [
            [paragraph('a'), { kind: 'list', isOrdered: false, start: 1, items: [[paragraph('b')]] }],
            [paragraph('c')],
          ],
        },
      ],
    ],
    [
      'a numbered list',
      '3. c\n4. d',
      [{ kind: 'list', isOrdered: true, start: 3, items: [[paragraph('c')], [paragraph('d')]] }],
    ],
    [
      'a quote',
      '> said\n> # Head',
      [{ kind: 'quote', blocks: [paragraph('said'), { kind: 'heading', level: 1, content: text('Head') }] }],
    ],
    [
      'a table',
      '| a | b |\n|---|:-:|\n| 1 | 2 |',
      [{ kind: 'table', header: [text('a'), text('b')], rows: [[text('1'), text('2')]] }],
    ],
    ['a rule', 'a\n\n---\nb', [paragraph('a'), { kind: 'rule' }, paragraph('b')]],
  ])('reads %s', (_, markdown, blocks) => {
    expect(parseMarkdown(markdown)).toEqual(blocks);
  });

  it('leaves HTML as the text it is', () => {
    const html = '<img src=x onerror=alert(1)> <script>alert(1)</script>';
    expect(parseMarkdown(html)).toEqual([paragraph(html)]);
  });

  it.each([
    ['quotes', '>'.repeat(5000)],
    ['list items', '- '.repeat(5000)],
    ['asterisks', '*'.repeat(20_000)],
    ['brackets', '['.repeat(20_000)],
    ['backticks', '`'.repeat(20_001)],
    ['table dividers', `|\n${'-|'.repeat(10_000)}x`],
  ])('reads thousands of %s without going deep', (_, hostile) => {
    expect(measureDepth(parseMarkdown(hostile))).toBeLessThanOrEqual(10);
  });
});

function measureDepth(blocks: readonly Block[]): number {
  const inner = blocks.map((block) => {
    if (block.kind === 'quote') return measureDepth(block.blocks);
    return block.kind === 'list' ? Math.max(0, ...block.items.map(measureDepth)) : 0;
  });
  return 1 + Math.max(0, ...inner);
}

describe('parseInlines', () => {
  it('reads marks and links and keeps the rest', () => {
    expect(parseInlines('a **b** `c*d*` *e* [f](https://g.example/h) i_j_k')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'strong', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'c*d*' },
      { kind: 'text', text: ' ' },
      { kind: 'emphasis', text: 'e' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'f', address: 'https://g.example/h' },
      { kind: 'text', text: ' i_j_k' },
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', ' javascript:alert(1)', '/api/keys', 'vbscript:x'])(
    'makes no link to %s',
    (address) => {
      expect(parseInlines(`[click](${address})`).every((inline) => inline.kind === 'text')).toBe(true);
    },
  );

  it('links a bare address without the full stop after it', () => {
    expect(parseInlines('See https://a.example/b.')).toContainEqual({
      kind: 'link',
      text: 'https://a.example/b',
      address: 'https://a.example/b',
    });
  });
});

describe('isMarkdown', () => {
  it.each(['# Head', 'a\n- b', '1. one', '**bold**', '`code`', '```\nx', '[a](https://b.example)'])(
    'takes %j for Markdown',
    (markdown) => expect(isMarkdown(markdown)).toBe(true),
  );

  it.each(['Hello there.', '2 * 3 * 4', 'snake_case_name', 'C# is nice', '-1'])(
    'takes %j for plain text',
    (plain) => expect(isMarkdown(plain)).toBe(false),
  );
});
