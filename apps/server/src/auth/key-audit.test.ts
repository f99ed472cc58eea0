import type { CreatedApiKey } from '@outcrop/protocol';
import { expect, it } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer } from '../testing/create-test-server.ts';

it('the audit log has who made and revoked which key, and no secret', async () => {
  const server = await createTestServer();
  const headers = await createKeyWith(server, { scopes: ['admin', 'gateway'], project: 'alpha' });
  const make = async (url: string, payload: object) =>
    (await server.app.inject({ method: 'POST', url, headers, payload })).json<CreatedApiKey>();
  const made = await make('/api/keys', { name: ' ci ', scopes: ['gateway'] });
  const temporary = await make('/api/keys/temporary', { model: 'm', project: 'alpha' });
  const revoke = () => server.app.inject({ method: 'DELETE', url: `/api/keys/${made.id}`, headers });
  expect([(await revoke()).statusCode, (await revoke()).statusCode]).toEqual([204, 404]);
  const { entries } = await server.workspaceStore.listAuditLog({ limit: 10 });
  const details = { scopes: 'gateway', project: 'alpha' };
  expect(entries.map(({ id: _id, at: _at, ...entry }) => entry)).toEqual(
    [
      { action: 'key.revoked', subject: 'ci', details: { ...details, id: made.id } },
      {
        action: 'key.created',
        subject: 'restricted (temporary)',
        details: { ...details, id: temporary.id },
      },
      { action: 'key.created', subject: 'ci', details: { ...details, id: made.id } },
    ].map((entry) => ({ ...entry, actor: 'restricted' })),
  );
  expect(JSON.stringify(entries)).not.toContain(made.key);
  expect(JSON.stringify(entries)).not.toContain(temporary.key);
});
