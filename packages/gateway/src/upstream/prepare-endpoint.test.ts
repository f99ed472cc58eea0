import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../routing/target.ts';
import { prepareEndpoint } from './prepare-endpoint.ts';
import type { BedrockSurface } from './upstream-request.ts';

const native = '/model/amazon.nova-pro-v1%3A0/converse';
const chat = '/openai/v1/chat/completions';
const messages = '/anthropic/v1/messages';
const models = '/v1/models';

function endpoint(overrides: Partial<Endpoint> = {}): Endpoint {
  return { region: 'us-east-1', httpVersion: 'auto', headers: {}, isPrivateAllowed: false, ...overrides };
}

function buildUrl(settings: Endpoint, surface: BedrockSurface, path: string): string {
  const { origin, buildPath } = prepareEndpoint(settings, surface);
  return origin + buildPath(path);
}

describe('the URL of a call', () => {
  it.each<[region: string, surface: BedrockSurface, path: string, url: string]>([
    ['us-east-1', 'runtime', native, `https://bedrock-runtime.us-east-1.amazonaws.com${native}`],
    ['us-east-1', 'runtime', chat, `https://bedrock-runtime.us-east-1.amazonaws.com${chat}`],
    [
      'eu-central-1',
      'control',
      '/foundation-models',
      'https://bedrock.eu-central-1.amazonaws.com/foundation-models',
    ],
    [
      'eu-central-1',
      'agent-control',
      '/prompts/P1/',
      'https://bedrock-agent.eu-central-1.amazonaws.com/prompts/P1/',
    ],
    ['us-west-2', 'mantle', chat, `https://bedrock-mantle.us-west-2.api.aws${chat}`],
    ['us-gov-west-1', 'runtime', native, `https://bedrock-runtime.us-gov-west-1.amazonaws.com${native}`],
    ['cn-north-1', 'runtime', native, `https://bedrock-runtime.cn-north-1.amazonaws.com.cn${native}`],
    ['eusc-de-east-1', 'runtime', native, `https://bedrock-runtime.eusc-de-east-1.amazonaws.eu${native}`],
  ])('in %s, %s %s', (...[region, surface, path, url]) => {
    expect(buildUrl(endpoint({ region }), surface, path)).toBe(url);
  });

  it.each<[apiBase: string, path: string, url: string]>([
    ['https://vpce-1.example.com', native, `https://vpce-1.example.com${native}`],
    ['https://vpce-1.example.com/', native, `https://vpce-1.example.com${native}`],
    ['http://127.0.0.1:8080', native, `http://127.0.0.1:8080${native}`],
    ['https://x.example.com/bedrock', native, `https://x.example.com/bedrock${native}`],
    ['https://x.example.com/bedrock/', native, `https://x.example.com/bedrock${native}`],
    ['https://x.example.com/stage/v1', native, `https://x.example.com/stage/v1${native}`],
    ['https://x.example.com/openai/v1', native, `https://x.example.com${native}`],
    ['https://x.example.com', chat, `https://x.example.com${chat}`],
    ['https://x.example.com/openai', chat, `https://x.example.com${chat}`],
    ['https://x.example.com/openai/v1', chat, `https://x.example.com${chat}`],
    ['https://x.example.com/v1', chat, 'https://x.example.com/v1/chat/completions'],
    ['https://x.example.com/a/openai/v1/', chat, `https://x.example.com/a${chat}`],
    ['https://x.example.com/anthropic', messages, `https://x.example.com${messages}`],
    ['https://x.example.com/anthropic/v1', messages, `https://x.example.com${messages}`],
    ['https://x.example.com/v1', models, 'https://x.example.com/v1/models'],
  ])('under %s, %s', (apiBase, path, url) => {
    expect(buildUrl(endpoint({ apiBase }), 'runtime', path)).toBe(url);
  });

  it.each(['us-east-1.evil.example/', 'evil', '', 'us-east-1@evil', 'US-EAST-1'])(
    'is refused for the Region %j, which would name another host',
    (region) => {
      expect(() => prepareEndpoint(endpoint({ region }), 'runtime')).toThrow(/Region/);
    },
  );

  it.each([
    'ftp://x',
    'x.example.com',
    'https://user:secret@x',
    'https://x/?a=b',
    'https://x/#a',
    'file:///etc',
  ])('is refused for the API base %s', (apiBase) => {
    expect(() => prepareEndpoint(endpoint({ apiBase }), 'runtime')).toThrow(/API base/);
    expect(() => prepareEndpoint(endpoint({ apiBase }), 'runtime')).not.toThrow(/secret/);
  });
});

describe('extra headers of a provider', () => {
  it.each<[name: string, value: string]>([
    ['host', 'evil.example'],
    ['authorization', 'Bearer x'],
    ['content-length', '0'],
    ['transfer-encoding', 'chunked'],
    ['connection', 'close'],
    ['proxy-authorization', 'x'],
    ['x-amz-security-token', 'x'],
    [':authority', 'evil.example'],
    ['x-a', 'b\r\nhost: evil.example'],
    ['x-a', 'b\nc'],
    ['x-a', 'b\0'],
    ['x-a', ' b'],
    ['x-a', 'é'],
    ['x a', 'b'],
    ['x-a\r\nhost', 'b'],
    ['X-Upper', 'b'],
    ['', 'b'],
  ])('%j: %j is refused', (name, value) => {
    expect(() => prepareEndpoint(endpoint({ headers: { [name]: value } }), 'runtime')).toThrow(
      /extra header/,
    );
  });

  it('may be anything else, and refusals do not repeat their values', () => {
    const headers = { 'x-team': 'a b', 'x-empty': '', 'cf-access-client-secret': 's3cret' };
    expect(prepareEndpoint(endpoint({ headers }), 'runtime').headers).toEqual(headers);
    const refuse = () => prepareEndpoint(endpoint({ headers: { 'x-a': 's3cret\n' } }), 'runtime');
    expect(refuse).not.toThrow(/s3cret/);
  });
});
