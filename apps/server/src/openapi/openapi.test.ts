import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { buildAttributes, buildOtlpRequest, buildOtlpSpan, sampleTraceId } from '../testing/otlp-json.ts';

interface Operation {
  operationId: string;
  summary: string;
  security: unknown[];
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

async function describeServer({ app }: TestServer): Promise<Description> {
  return (await app.inject({ url: '/api/openapi.json' })).json<Description>();
}

const fullSpan = buildOtlpSpan(0, {
  status: { code: 2, message: 'no' },
  attributes: buildAttributes({
    'outcrop.project': 'described',
    'outcrop.type': 'llm',
    'outcrop.input': '{"messages":[]}',
    'outcrop.output': '"text"',
    'outcrop.metadata': '{"model":"amazon.nova-lite-v1:0"}',
    'outcrop.metrics': '{"prompt_tokens":10,"completion_tokens":5,"tokens":15,"time_to_first_token":0.1}',
    'outcrop.error': '{"type":"X","message":"no","status":400,"retryable":false}',
  }),
});

const unknownSha256 = '0'.repeat(64);
const emptySha256 = createHash('sha256').digest('hex');

const sampleProvider = {
  name: 'described',
  region: 'eu-central-1',
  auth: { type: 'iam_credentials', access_key_id: 'AKIDSAMPLE', secret_access_key: 'secret' },
};

/** Each route once, as well as its refusals: method, path as described, request. */
const requests: [
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  request?: InjectOptions,
][] = [
  ['POST', '/v1/traces', { payload: buildOtlpRequest([fullSpan, buildOtlpSpan(1)]) }],
  ['POST', '/v1/traces', { payload: buildOtlpRequest([buildOtlpSpan(0), {}]) }],
  ['POST', '/v1/traces', { payload: buildOtlpRequest([{}]) }],
  ['POST', '/v1/attachments/missing', { payload: { sha256: [unknownSha256] } }],
  ['POST', '/v1/attachments/missing', { payload: { sha256: ['no hash'] } }],
  ['PUT', '/v1/attachments/{sha256}', { url: `/v1/attachments/${emptySha256}` }],
  ['PUT', '/v1/attachments/{sha256}', { url: `/v1/attachments/${unknownSha256}` }],
  ['GET', '/api/attachments/{sha256}', { url: `/api/attachments/${unknownSha256}` }],
  ['GET', '/api/projects'],
  ['GET', '/api/projects/{name}/traces', { url: '/api/projects/described/traces?limit=5' }],
  ['GET', '/api/projects/{name}/traces', { url: '/api/projects/described/traces?limit=0' }],
  ['GET', '/api/projects/{name}/traces', { url: '/api/projects/unheard-of/traces' }],
  ['GET', '/api/projects/{name}/traces', { url: '/api/projects/described/traces?search=x&has_error=true' }],
  ['DELETE', '/api/projects/{name}/traces/{trace_id}', { url: '/api/projects/described/traces/unknown' }],
  ['DELETE', '/api/projects/{name}', { url: '/api/projects/unheard-of' }],
  ['GET', '/api/traces/{trace_id}', { url: `/api/traces/${sampleTraceId}` }],
  ['GET', '/api/traces/{trace_id}', { url: `/api/traces/${sampleTraceId}?content=full` }],
  ['GET', '/api/traces/{trace_id}', { url: '/api/traces/unknown' }],
  ['GET', '/api/spans/{span_id}', { url: '/api/spans/0000000000000001' }],
  ['GET', '/api/spans/{span_id}', { url: '/api/spans/unknown' }],
  ['GET', '/api/events', { headers: { authorization: 'Bearer wrong' } }],
  ['POST', '/api/providers', { payload: sampleProvider }],
  ['POST', '/api/providers', { payload: sampleProvider }],
  ['POST', '/api/providers', { payload: {} }],
  ['GET', '/api/providers'],
  ['PATCH', '/api/providers/{id}', { url: '/api/providers/unknown', payload: {} }],
  ['DELETE', '/api/providers/{id}', { url: '/api/providers/unknown' }],
  ['POST', '/api/providers/test', { payload: {} }],
  ['POST', '/api/providers/test', { payload: { ...sampleProvider, auth: { type: 'server_credentials' } } }],
  ['POST', '/api/providers/{id}/test', { url: '/api/providers/unknown/test' }],
  ['GET', '/api/providers/trust'],
  ['GET', '/api/providers/trust', { url: '/api/providers/trust?region=x' }],
  ['GET', '/api/models'],
  ['POST', '/api/models', { payload: { name: 'described', model_id: 'anthropic.claude-x' } }],
  ['POST', '/api/models', { payload: { name: 'described', model_id: 'anthropic.claude-x' } }],
  ['POST', '/api/models', { payload: {} }],
  ['PATCH', '/api/models/{id}', { url: '/api/models/unknown', payload: {} }],
  ['DELETE', '/api/models/{id}', { url: '/api/models/unknown' }],
  ['GET', '/api/models/format', { url: '/api/models/format?model_id=amazon.nova-lite-v1:0' }],
  ['GET', '/api/audit-log'],
  ['GET', '/api/audit-log', { url: '/api/audit-log?cursor=x' }],
  ['GET', '/api/keys'],
  ['POST', '/api/keys', { payload: { name: 'new' } }],
  ['POST', '/api/keys', { payload: { name: 'narrow', scopes: ['read'], project: 'p', models: ['a*'] } }],
  ['POST', '/api/keys', { payload: { name: 'late', expires_at: 1 } }],
  ['POST', '/api/keys/temporary', { payload: { model: 'amazon.nova-lite-v1:0', ttl_seconds: 1 } }],
  ['POST', '/api/keys/temporary', { payload: { ttl_seconds: 86_401 } }],
  ['POST', '/v1/credentials', { payload: { model: 'amazon.nova-lite-v1:0', ttl_seconds: 1 } }],
  ['POST', '/v1/credentials', { payload: { ttl_seconds: 86_401 } }],
  ['PATCH', '/api/keys/{id}', { url: '/api/keys/unknown', payload: { name: 'x' } }],
  ['DELETE', '/api/keys/{id}', { url: '/api/keys/unknown' }],
  ['GET', '/api/session'],
  ['POST', '/api/session', { payload: { token: 'wrong' } }],
  ['DELETE', '/api/session'],
  ['POST', '/api/sign-in-links'],
  ['GET', '/metrics', { headers: { authorization: 'Bearer wrong' } }],
  ['GET', '/api/info'],
  ['GET', '/api/info', { headers: { host: 'evil.example' } }],
  ['POST', '/api/sample-calls', { headers: { authorization: 'Bearer wrong' } }],
  ['GET', '/health/live'],
  ['GET', '/health/ready'],
  ['GET', '/api/openapi.json'],
];

describe('GET /api/openapi.json', () => {
  it('needs no key and describes every route', async () => {
    const server = await createTestServer();
    const { openapi, paths } = await describeServer(server);
    expect(openapi).toBe('3.1.0');
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      [...new Set(requests.map(([method, path]) => `${method} ${path}`))].toSorted(),
    );
  });

  it('names every operation once and says who may ask', async () => {
    const { paths } = await describeServer(await createTestServer());
    const operations = Object.values(paths).flatMap((operation) => Object.values(operation));
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary, security, responses } of operations) {
      expect(summary).not.toBe('');
      expect(security).toBeInstanceOf(Array);
      for (const { description } of Object.values(responses))
        expect(description).not.toBe('Default Response');
    }
  });

  it('describes the answers as they are', async () => {
    const server = await createTestServer({
      loadServerCredentials: () => Promise.reject(new Error('there are none')),
    });
    const description = await describeServer(server);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema(description, 'openapi');
    for (const [method, path, request] of requests) {
      const answer = await server.app.inject({
        method,
        url: path,
        ...request,
        headers: { ...server.authorization, ...request?.headers },
      });
      const status = String(answer.statusCode);
      const place = `${method} ${path} ${status}`;
      const response = description.paths[path]?.[method.toLowerCase()]?.responses[status];
      if (!response) throw new Error(`${place} is not described: ${answer.body}`);
      const pointer = [
        'paths',
        path,
        method.toLowerCase(),
        'responses',
        status,
        'content',
        'application/json',
        'schema',
      ]
        .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/');
      const validate = ajv.compile({ $ref: `openapi#/${pointer}` });
      validate(answer.json());
      expect({ place, errors: validate.errors }).toEqual({ place, errors: null });
    }
  });
});
