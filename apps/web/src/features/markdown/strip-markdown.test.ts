import { expect, it } from 'vitest';

import { stripMarkdown } from './strip-markdown.ts';

it.each([
  ['## Plan 1. **Look** at [the docs](https://x.y) 2. `run` it', 'Plan 1. Look at the docs 2. run it'],
  ['### Done - **all** fine, *really*', 'Done - all fine, really'],
  [
    '**Ticket 0** | a | b | |---|---| | 1 | 2 | ```js const x = 0; ```',
    'Ticket 0 · a · b · 1 · 2 · const x = 0;',
  ],
  ['> quoted ![a chart](https://x.y/z.png) ## Next', 'quoted a chart Next'],
  ['cut in the **middle of…', 'cut in the middle of…'],
])('shows %j as %j', (line, plain) => {
  expect(stripMarkdown(line)).toBe(plain);
});

it.each([
  'Plain text, as most is.',
  '2 ** 3 is 8, and a * b * c',
  'snake_case_name',
  'C# or F# | issue # 4',
  'a[0](b) -> [x]',
  'a | b',
  '#1 of 5 - no list',
  '```',
])('leaves %j alone', (line) => {
  expect(stripMarkdown(line)).toBe(line);
});
