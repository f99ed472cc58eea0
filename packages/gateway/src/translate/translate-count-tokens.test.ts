import { defaultBearerToken, startEmulator } from '@outcrop/emulator';
import { expect, test } from 'vitest';
import { models } from '../../test/translate-for.ts';
import { translateCountTokens } from './translate-count-tokens.ts';

test.each(['converse', 'anthropic'] as const)('tokens are counted through %s', async (to) => {
  const emulator = await startEmulator();
  const { body } = await translateCountTokens({
    to,
    modelId: models.budgetClaude,
    body: {
      model: 'm',
      system: 'Be kind',
      messages: [{ role: 'user', content: 'Hello' }],
      thinking: { type: 'enabled', budget_tokens: 9000 },
    },
  });
  const response = await fetch(
    `${emulator.url}/model/${encodeURIComponent(models.budgetClaude)}/count-tokens`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${defaultBearerToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
  );
  expect(await response.json()).toEqual({ inputTokens: expect.any(Number) });
  expect(response.status).toBe(200);
  await emulator.close();
});
