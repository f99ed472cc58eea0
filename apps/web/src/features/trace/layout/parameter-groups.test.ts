import { describe, expect, it } from 'vitest';

import { groupParameters, readTools } from './parameter-groups.ts';

describe('groupParameters', () => {
  it('sorts what is known, keeps what is not, and leaves nothing out', () => {
    const groups = groupParameters({
      stop_reason: 'end_turn',
      maxTokens: 1024,
      model: 'amazon.nova-pro-v1:0',
      customer: 'c_10482',
      tools: [],
    });
    expect(groups).toEqual([
      { title: 'Model call', entries: [['model', 'amazon.nova-pro-v1:0']] },
      { title: 'Parameters', entries: [['maxTokens', 1024]] },
      { title: 'Answer', entries: [['stop_reason', 'end_turn']] },
      { title: 'More', entries: [['customer', 'c_10482']] },
    ]);
  });

  it('gives a parameter that has two names one row, and two where they differ', () => {
    const said = {
      max_tokens: 300,
      maxTokens: 300,
      top_p: 0.5,
      topP: 0.9,
      stop: ['END'],
      stopSequences: ['END'],
    };
    expect(groupParameters(said)).toEqual([
      {
        title: 'Parameters',
        entries: [
          ['maxTokens', 300],
          ['topP', 0.9],
          ['stopSequences', ['END']],
          ['top_p', 0.5],
        ],
      },
    ]);
    expect(groupParameters({ max_tokens: 5 })).toEqual([
      { title: 'Parameters', entries: [['max_tokens', 5]] },
    ]);
  });

  it('opens a parameters object, also for names it has never heard of', () => {
    expect(groupParameters({ parameters: { temperature: 0, presence_penalty: 1 } })).toEqual([
      {
        title: 'Parameters',
        entries: [
          ['temperature', 0],
          ['presence_penalty', 1],
        ],
      },
    ]);
  });
});

describe('readTools', () => {
  const schema = { type: 'object', properties: {} };

  it.each([
    ['Converse', { toolSpec: { name: 'find', description: 'Finds.', inputSchema: { json: schema } } }],
    ['Anthropic', { name: 'find', description: 'Finds.', input_schema: schema }],
    ['OpenAI', { type: 'function', function: { name: 'find', description: 'Finds.', parameters: schema } }],
  ])("reads %s's definition", (_, tool) => {
    expect(readTools({ tools: [tool, { cachePoint: { type: 'default' } }] })).toEqual([
      { name: 'find', description: 'Finds.', schema },
    ]);
  });

  it('reads nothing out of what is no list', () => {
    expect(readTools({ tools: 'many' })).toEqual([]);
  });
});
