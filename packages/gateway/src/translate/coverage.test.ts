import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RequestFeature } from '../../test/request-feature.ts';
import { requestFeatures } from '../../test/request-features.ts';
import { models } from '../../test/translate-for.ts';
import { GatewayError } from '../gateway-error.ts';
import type { ClientApiName } from './registry.ts';
import { translateRequest } from './translate-request.ts';

const page = resolve(import.meta.dirname, '../../../../docs/gateway-coverage.md');

const apis = { chat: 'openai-chat', responses: 'openai-responses', messages: 'anthropic-messages' } as const;
const formats = ['converse', 'anthropic', 'openai'] as const;
/** Serves all three client APIs in the OpenAI format. */
const openAiModel = 'openai.gpt-oss-120b-1:0';
const columns = (Object.keys(apis) as (keyof typeof apis)[]).flatMap((api) =>
  formats.map((format) => ({ api, format })),
);

interface Attempt {
  feature: RequestFeature;
  from: ClientApiName;
  format: (typeof formats)[number];
  body: object;
}

/** `yes`: Bedrock gets it. `reported`: it gets it in another way or without a part, and the client is told. `400`: refused. */
async function tryFeature({ feature, from, format, body }: Attempt): Promise<string> {
  try {
    const translated = await translateRequest({
      from,
      to: format === 'openai' && from === 'openai-responses' ? from : format,
      modelId: format === 'openai' ? openAiModel : (feature.modelId ?? models.budgetClaude),
      body: { model: 'm', ...(from === 'anthropic-messages' && { max_tokens: 100 }), ...body },
      fetchMedia: async () => ({ bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47]), mediaType: 'image/png' }),
    });
    expect(JSON.stringify([translated.body, translated.headers])).toMatch(feature[format]);
    return translated.dropped.length === 0 ? 'yes' : 'reported';
  } catch (error) {
    if (error instanceof GatewayError && error.status === 400) return '400';
    throw error;
  }
}

function drawRow(cells: readonly string[], widths: readonly number[]): string {
  return `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
}

function drawTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const [head = [], ...rest] = rows.map((row) => drawRow(row, widths));
  const line = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [head, line, ...rest].join('\n');
}

describe('what the gateway carries', () => {
  test('the page says what the translations do', async () => {
    const rows: string[][] = [['', ...columns.map(({ api, format }) => `${api} → ${format}`)]];
    for (const feature of requestFeatures) {
      const cells = columns.map(({ api, format }) => {
        const body = feature[api];
        return body ? tryFeature({ feature, from: apis[api], format, body }) : Promise.resolve('–');
      });
      rows.push([feature.name, ...(await Promise.all(cells))]);
    }
    await expect(`${intro}\n\n${drawTable(rows)}\n`).toMatchFileSnapshot(page);
  });
});

const intro = `# What the gateway carries

What [the gateway](gateway.md) translates, of requests and of answers, streamed or whole.

Written by \`packages/gateway/src/translate/coverage.test.ts\`, which tries every cell: \`npx vitest run coverage -u\` writes it anew.

- **yes**: Bedrock gets it as the client said it.
- **reported**: Bedrock gets it in another way or without a part of it, and the client is told which; in strict mode what would be left out is a 400.
- **400**: refused, with the name of the field.
- **–**: the client's API has no words for it.

The columns are the client's API (chat completions, responses, messages) and the format the model is asked in. What OpenAI's clients say to
a model in the OpenAI format passes as it is, and it is the model that takes or refuses it.`;
