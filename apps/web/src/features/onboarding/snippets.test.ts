import { expect, it } from 'vitest';

import { buildHookSnippet, buildOpenTelemetrySnippet, buildWrapSnippet } from './snippets.ts';

const values = { apiUrl: 'http://127.0.0.1:4310', apiKey: 'oc_secret', project: 'checkout' };

it.each([
  ['hook', buildHookSnippet],
  ['wrapper', buildWrapSnippet],
  ['OpenTelemetry', buildOpenTelemetrySnippet],
])('the %s snippet carries the address, the key and the project', (_, build) => {
  const snippet = build(values);
  for (const value of Object.values(values)) expect(snippet).toContain(value);
});

it('encodes the header as the OTLP exporters expect it', () => {
  expect(buildOpenTelemetrySnippet(values)).toContain('OTLP_HEADERS=authorization=Bearer%20oc_secret');
});
