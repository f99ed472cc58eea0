import type {
  ConnectionStep,
  ConnectionTest,
  ProviderInput,
  ProviderList,
  ProviderSummary,
  ProviderTrust,
} from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

/** Told of each step of a connection test as it ends. */
export type OnStep = (step: ConnectionStep) => void;

async function test(
  send: SendRequest,
  path: string,
  { body, onStep }: { body?: object; onStep?: OnStep },
): Promise<ConnectionTest> {
  if (!onStep) return send<ConnectionTest>('POST', path, { body });
  const steps = await send<ConnectionStep[]>('POST', path, {
    body,
    onItem: (step) => onStep(step as ConnectionStep),
  });
  return { is_connected: steps.every(({ status }) => status !== 'failed'), steps };
}

export function createProviderRequests(send: SendRequest) {
  return {
    /** With a project, those that serve it: its own and those for every project. */
    listProviders: (query: { project?: string } = {}, signal?: AbortSignal) =>
      send<ProviderList>('GET', '/api/providers', { query, signal }),
    createProvider: (input: ProviderInput) =>
      send<ProviderSummary>('POST', '/api/providers', { body: input }),
    /** Secrets that are left out stay as they were. */
    updateProvider: (id: string, change: Partial<ProviderInput>) =>
      send<ProviderSummary>('PATCH', apiPath`/api/providers/${id}`, { body: change }),
    deleteProvider: (id: string) => send<void>('DELETE', apiPath`/api/providers/${id}`),
    /** As it is saved, or with a change that is not; secrets that the change leaves out are the saved ones. */
    testProvider: (id: string, change?: Partial<ProviderInput>, onStep?: OnStep) =>
      test(send, apiPath`/api/providers/${id}/test`, { body: change, onStep }),
    /** Tests what is not saved yet. */
    testProviderInput: (input: ProviderInput, onStep?: OnStep) =>
      test(send, '/api/providers/test', { body: input, onStep }),
    getProviderTrust: (region: string, signal?: AbortSignal) =>
      send<ProviderTrust>('GET', '/api/providers/trust', { query: { region }, signal }),
  };
}
