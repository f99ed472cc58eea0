import type { HealthStatus, SampleCalls, ServerInfo } from '@outcrop/protocol';
import type { SendRequest } from './send-request.ts';

export function createServerRequests(send: SendRequest) {
  return {
    getInfo: (signal?: AbortSignal) => send<ServerInfo>('GET', '/api/info', { signal }),
    /** Rejects with code `not_ready` when the store cannot be read or written. */
    getReadiness: (signal?: AbortSignal) => send<HealthStatus>('GET', '/health/ready', { signal }),
    getOpenapi: (signal?: AbortSignal) =>
      send<Record<string, unknown>>('GET', '/api/openapi.json', { signal }),
    /** Runs real SDK calls against the built-in emulator; their traces are in the project of the answer. */
    runSampleCalls: () => send<SampleCalls>('POST', '/api/sample-calls'),
  };
}
