import { expect, it } from 'vitest';

import {
  buildGatewayEnvironment,
  buildHookSnippet,
  buildOpenTelemetrySnippet,
  buildWrapSnippet,
} from './snippets.ts';

const values = { apiUrl: 'http://127.0.0.1:4310', apiKey: 'oc_secret', project: 'checkout' };

it.each([
  ['hook', buildHookSnippet],
  ['wrapper', buildWrapSnippet],
  ['OpenTelemetry', buildOpenTelemetrySnippet],
])('the %s snippet carries the address, the key and the project', (_, build) => {
  const snippet = build(values);
  for (const value of Object.values(values)) expect(snippet).toContain(value);
});

it('sends the AWS SDK through the gateway with three variables', () => {
  expect(buildGatewayEnvironment({ ...values, region: 'eu-central-1' }).split('\n')).toEqual([
    'export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=http://127.0.0.1:4310',
    'export AWS_BEARER_TOKEN_BEDROCK=oc_secret',
    'export AWS_REGION=eu-central-1',
  ]);
});

it('encodes the header as the OTLP exporters expect it', () => {
  expect(buildOpenTelemetrySnippet(values)).toContain('OTLP_HEADERS=authorization=Bearer%20oc_secret');
});

it("keeps a project's name one word of each language", () => {
  const odd = { ...values, project: "Ann's desk; rm" };
  expect(buildHookSnippet(odd)).toContain(String.raw`export OUTCROP_PROJECT='Ann'\''s desk; rm'`);
  expect(buildWrapSnippet(odd)).toContain(`initLogger({ projectName: "Ann's desk; rm" });`);
  expect(buildOpenTelemetrySnippet(odd)).toContain('outcrop.project=Ann%27s%20desk%3B%20rm');
});
