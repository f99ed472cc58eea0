import { defaultBearerToken, defaultCredentials, startEmulator } from '@outcrop/emulator';
import type { Emulator, EmulatorOptions } from '@outcrop/emulator';
import { createDualProtocolServer } from '@outcrop/dual-protocol-server';
import { onTestFinished } from 'vitest';
import { createGateway, type Gateway, type GatewayOptions } from '../src/create-gateway.ts';
import { GatewayError } from '../src/gateway-error.ts';
import type { GatewayHost } from '../src/gateway-host.ts';
import type { CallRecord } from '../src/recording/call-record.ts';
import type { Endpoint, Target, UpstreamProvider } from '../src/routing/target.ts';

export const testKey = 'outcrop-test-key';

export interface TestGateway {
  /** Such as `http://127.0.0.1:4310`, without a slash at the end. */
  url: string;
  key: string;
  emulator: Emulator;
  gateway: Gateway;
  /** Of every call that ended. */
  records: CallRecord[];
}

export interface TestGatewayOptions {
  emulator?: EmulatorOptions;
  /** Instead of one target in the format that the model's name suggests. */
  findTargets?: (model: string, emulator: Emulator) => readonly Target[];
  host?: Partial<GatewayHost>;
  gateway?: GatewayOptions;
}

/** A gateway in front of an emulator, over real sockets. It ends with the test. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await openTestGateway(options);
  onTestFinished(() => gateway.close());
  return gateway;
}

/** The same for several tests, until it is closed. */
export async function openTestGateway(
  options: TestGatewayOptions = {},
): Promise<TestGateway & { close(): Promise<void> }> {
  const emulator = await startEmulator(options.emulator);
  const records: CallRecord[] = [];
  const findTargets = options.findTargets ?? ((model: string) => [createTestTarget(emulator.url, model)]);
  const failures: unknown[] = [];
  const gateway = createGateway(
    {
      authenticate: (secret) => {
        if (secret !== testKey)
          throw new GatewayError('unknown key', { status: 401, code: 'invalid_api_key' });
        return { keyId: 'k1', keyName: 'test', project: 'default', mayUseModel: () => true };
      },
      findTargets: (_caller, model) => findTargets(model, emulator),
      findProviderTargets: () => findTargets('', emulator),
      listModels: async () => [],
      admit: () => ({ end() {}, settle() {} }),
      record: (call) => records.push(call),
      ...options.host,
    },
    { logError: (error) => failures.push(error), ...options.gateway },
  );
  const server = createDualProtocolServer((exchange) => {
    if (gateway.handle(exchange)) return;
    exchange.response.statusCode = 404;
    exchange.response.end();
  });
  const port = await server.listen(0, '127.0.0.1');
  const close = async (): Promise<void> => {
    await gateway.close(0);
    await server.close();
    await emulator.close();
    if (failures.length > 0) throw failures[0];
  };
  return { url: `http://127.0.0.1:${port}`, key: testKey, emulator, gateway, records, close };
}

export interface TestTargetOptions extends Partial<Omit<Target, 'provider' | 'modelId'>> {
  /** Of the provider; its id too. */
  name?: string;
  endpoint?: Partial<Endpoint>;
  /** Instead of signing as the emulator's default. */
  provider?: Partial<UpstreamProvider>;
}

/** A model at a provider that lies at `apiBase`. The provider is the same object for the same name and place. */
export function createTestTarget(apiBase: string, modelId: string, options: TestTargetOptions = {}): Target {
  const { name = 'test', endpoint, provider, ...target } = options;
  return {
    provider: getProvider(name, { apiBase, ...endpoint }, provider),
    modelId,
    knownModelId: modelId,
    format: /anthropic\.claude/.test(modelId) ? 'anthropic' : 'converse',
    priority: 0,
    weight: 1,
    ...target,
  };
}

const providers = new Map<string, UpstreamProvider>();

function getProvider(
  name: string,
  endpoint: Partial<Endpoint>,
  overrides: Partial<UpstreamProvider> = {},
): UpstreamProvider {
  const key = JSON.stringify([name, endpoint]);
  let provider = providers.get(key);
  if (!provider || Object.keys(overrides).length > 0) {
    provider = {
      id: name,
      name,
      endpoint: {
        region: 'us-east-1',
        httpVersion: 'auto',
        headers: {},
        isPrivateAllowed: true,
        ...endpoint,
      },
      credentials: { get: () => ({ kind: 'signature', credentials: defaultCredentials }) },
      ...overrides,
    };
    providers.set(key, provider);
  }
  return provider;
}

/** Sends the emulator's Bedrock API key. */
export const bearerCredentials: UpstreamProvider['credentials'] = {
  get: () => ({ kind: 'bearer', token: defaultBearerToken }),
};
