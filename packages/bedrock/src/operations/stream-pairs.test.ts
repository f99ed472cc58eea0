import { describe, expect, it } from 'vitest';
import { getOperation, readExchange } from '../../test/read-exchange.ts';
import { listRecordedEventLines, listRecordedExchanges, nameExchange } from '../../test/recordings.ts';

const answered = listRecordedExchanges().filter(({ status }) => status === 200);

/** The shape of a message: every text replaced, so that two answers to one question compare equal. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shapeOf(item)]));
}

function withoutToolArguments(block: object): object {
  return JSON.parse(
    JSON.stringify(block, (name, value) => (name === 'input' && typeof value === 'object' ? {} : value)),
  );
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, item]) => [name, sortKeys(item)]),
  );
}

/** That client leaves out a tool use's `type` and text in front of one, and writes a full stop for blank text. */
function asSentBack(message: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(message)) as {
    content: { toolUse?: { type?: string }; text?: string }[];
  };
  const hasToolUse = copy.content.some(({ toolUse }) => toolUse);
  for (const block of copy.content) {
    delete block.toolUse?.type;
    if (block.text?.trim() === '') block.text = '.';
  }
  return { ...copy, content: copy.content.filter(({ toolUse }) => !hasToolUse || toolUse) };
}

function blocksOf(output: unknown): object[] {
  return (output as { content: object[] }).content;
}

describe.skipIf(answered.length === 0)('pairs of a stream and the same answer unstreamed', () => {
  const converse = answered.filter(({ operation }) => operation === 'converse').map(readExchange);
  const streams = answered.filter(({ operation }) => operation === 'converse-stream');

  const knownShapes = new Set(
    converse
      .flatMap(({ response }) => blocksOf(response.output))
      .map((block) => JSON.stringify(sortKeys(shapeOf(withoutToolArguments(block))))),
  );

  it.each(streams.map((exchange) => [nameExchange(exchange), exchange] as const))(
    '%s has only blocks of the shapes that unstreamed answers have',
    (_, exchange) => {
      const { response } = readExchange(exchange);
      expect(response.output).toMatchObject({ role: 'assistant' });
      for (const block of blocksOf(response.output)) {
        expect(knownShapes).toContain(JSON.stringify(sortKeys(shapeOf(withoutToolArguments(block)))));
      }
    },
  );

  // The client of the recording put the streamed answer into its next request: the message as its own rebuilding gave it.
  const followUps = answered.flatMap((exchange, at) => {
    const previous = answered[at - 1];
    const isPair = previous?.file === exchange.file && previous.operation === 'converse-stream';
    return isPair ? [[nameExchange(previous), previous, exchange] as const] : [];
  });

  it('include the tool loops, citations and reasoning', () => {
    expect(followUps.length).toBe(8);
  });

  it.each(followUps)('%s is rebuilt to the message that went into the next request', (_, stream, next) => {
    const { messages } = JSON.parse(String(next.requestBody)) as {
      messages: { role: string; content: object[] }[];
    };
    const sent = messages.find(({ role }) => role === 'assistant');
    expect(asSentBack(readExchange(stream).response.output)).toEqual(asSentBack(sent));
  });
});

describe.skipIf(answered.length === 0)('recorded stream events beside the unstreamed answer', () => {
  const lines = listRecordedEventLines();

  function rebuild(name: string) {
    const stream = lines.find(({ file }) => file.endsWith(`${name}.chunks.txt`));
    const whole = answered.find(({ file }) => file.endsWith(`${name}.json`));
    if (!stream || !whole) throw new Error(`no pair called ${name}`);
    const reader = getOperation('converse-stream').createStreamReader?.({ input: {}, metadata: {} });
    for (const event of stream.events) reader?.read(event);
    return { streamed: reader?.result({}), whole: readExchange(whole).response };
  }

  it.each(['amazon-bedrock-tool-no-args', 'amazon-bedrock-json-other-tool.1'])(
    '%s gives the same message',
    (name) => {
      const { streamed, whole } = rebuild(name);
      expect(streamed?.output).toEqual(whole.output);
      expect(streamed?.metadata.stop_reason).toBe(whole.metadata.stop_reason);
    },
  );

  it('keeps the reasoning in one block with its signature', () => {
    const { streamed } = rebuild('amazon-bedrock-reasoning');
    expect(streamed?.output).toMatchObject({
      role: 'assistant',
      content: [
        {
          reasoningContent: {
            reasoningText: {
              text: expect.stringMatching(/^Let me count.*r's\.$/s),
              signature: expect.stringMatching(/^Ep0/),
            },
          },
        },
        { text: expect.any(String) },
      ],
    });
  });
});
