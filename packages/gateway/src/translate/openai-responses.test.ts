import { describe, expect, test } from 'vitest';
import { listNotices, toConverse } from '../../test/translate-for.ts';

const from = 'openai-responses';

describe('responses', () => {
  test.each([
    ['previous_response_id', { previous_response_id: 'resp_1' }],
    ['conversation', { conversation: 'conv_1' }],
    ['background', { background: true }],
    ['prompt', { prompt: { id: 'p' } }],
    ['input[0]', { input: [{ type: 'item_reference', id: 'msg_1' }] }],
  ])('%s rests on state that nobody keeps, and is refused', async (param, fields) => {
    await expect(toConverse({ from, body: { input: 'Hello', ...fields } })).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_parameter',
      param,
    });
  });

  test("tools that run at OpenAI and another provider's reasoning are left out and named", async () => {
    const translated = await toConverse({
      from,
      body: {
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
          { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAA' },
          {
            type: 'message',
            role: 'assistant',
            content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
          },
          { role: 'user', content: 'Search' },
        ],
        tools: [{ type: 'web_search' }],
      },
    });
    expect(translated.body.messages.map(({ content }) => content)).toEqual([
      [{ text: 'Hello' }],
      [{ text: 'Hi' }],
      [{ text: 'Search' }],
    ]);
    expect(listNotices(translated)).toEqual(['input[1] changed', 'tools[0] dropped']);
  });

  test('calls and outputs that stand beside each other become turns', async () => {
    const { body } = await toConverse({
      from,
      body: {
        input: [
          { role: 'user', content: 'Hello' },
          { type: 'function_call', call_id: 'a', name: 'f', arguments: '' },
          { type: 'function_call', call_id: 'b', name: 'f', arguments: '{"x":1}' },
          { type: 'function_call_output', call_id: 'a', output: 'one' },
          { type: 'function_call_output', call_id: 'b', output: [{ type: 'input_text', text: 'two' }] },
        ],
      },
    });
    expect(body.messages.map(({ role, content }) => [role, content.length])).toEqual([
      ['user', 1],
      ['assistant', 2],
      ['user', 2],
    ]);
    expect(body.toolConfig?.tools).toHaveLength(1);
  });
});
