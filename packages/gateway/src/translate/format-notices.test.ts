import { expect, test } from 'vitest';
import { models, toAnthropic } from '../../test/translate-for.ts';
import { formatNotices } from './format-notices.ts';

test('fields and what became of them, safe in a header whatever the client called them', () => {
  const text = formatNotices([
    { field: 'messages[0].name', reason: 'x', kind: 'dropped' },
    { field: 'metadata.a\r\nset-cookie: b=ü,\ud800', reason: 'x', kind: 'changed' },
  ]);
  expect(text).toBe(
    'messages[0].name=dropped, metadata.a%0D%0Aset-cookie%3A%20b%3D%C3%BC%2C%EF%BF%BD=changed',
  );
  const many = Array.from({ length: 500 }, (_, index) => ({
    field: `field_${index}`,
    reason: 'x',
    kind: 'dropped' as const,
  }));
  expect(formatNotices(many)).toMatch(/^field_0=dropped, .*, %E2%80%A6$/);
  expect(formatNotices(many).length).toBeLessThan(2100);
});

test('nothing that a client says ends a header to Bedrock', async () => {
  const messages = [{ role: 'user', content: 'Hello' }];
  const ask = (fields: object) =>
    toAnthropic({ body: { messages, ...fields }, modelId: models.budgetClaude });
  await expect(ask({ serviceTier: { type: 'flex\r\nx-evil: 1' } })).rejects.toMatchObject({
    status: 400,
    param: 'serviceTier.type',
  });
  const { headers } = await ask({ requestMetadata: { team: 'ü\n' } });
  expect(headers['x-amzn-bedrock-request-metadata']).toBe('{"team":"\\u00fc\\n"}');
});
