import { AsyncInvocations } from './async-invoke/async-invocations.ts';
import { AttemptCounter } from './attempt-counter.ts';
import { PromptCache } from './answer/prompt-cache.ts';
import { CredentialStore } from './auth/credential-store.ts';
import type { EmulatorCredentials } from './auth/credential-store.ts';
import { handleRequest } from './handle-request.ts';
import type { EmulatorState } from './handle-request.ts';
import { createDualProtocolServer } from '@outcrop/dual-protocol-server';
import { createReplay } from './replay/create-replay.ts';
import type { RecordedExchange } from './recordings/recorded-exchange.ts';
import type { ObservedRequest } from './request-log.ts';
import { createScript } from './script/script.ts';
import type { ScriptRule } from './script/script.ts';
import type { EmulatorRole } from './sts/answer-sts.ts';

/** Accepted when `credentials` is not given. */
export const defaultCredentials: EmulatorCredentials = {
  accessKeyId: 'AKIDEMULATOR',
  secretAccessKey: 'emulator-secret',
};

/** Accepted when `bearerTokens` is not given. */
export const defaultBearerToken = 'emulator-token';

export interface EmulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Defaults to 127.0.0.1. */
  host?: string;
  /** Access keys that may sign; defaults to {@link defaultCredentials}. */
  credentials?: readonly EmulatorCredentials[];
  /** Bedrock API keys; defaults to {@link defaultBearerToken}. */
  bearerTokens?: readonly string[];
  /** Roles STS lets be assumed, by ARN, with their external ids. Absent means any role, without one. */
  roles?: Readonly<Record<string, EmulatorRole>>;
  /** Lifetime of assumed roles' credentials in seconds, in place of what was asked for; 0 is already expired. */
  temporaryCredentialSeconds?: number;
  /** `false` takes any request, signed or not. Defaults to true. */
  verifyAuth?: boolean;
  /** The model or cross-Region profile behind an application profile or a prompt, by its ARN. */
  modelsBehind?: Readonly<Record<string, string>>;
  /** Scripted behaviour; a request's `x-outcrop-emulator` header goes before it. */
  script?: readonly ScriptRule[];
  /** Recorded exchanges, served in place of the emulator's own answers. */
  replay?: readonly RecordedExchange[];
}

export interface Emulator {
  /** Such as `http://127.0.0.1:4311`, without a slash at the end. */
  url: string;
  port: number;
  /** What was asked so far, oldest first; the last 10,000. */
  requests: ObservedRequest[];
  /** Forgets requests, attempts, cached prompts, asynchronous invocations, assumed roles and the place in script and replay. */
  reset(): void;
  /** Drops open connections and frees the port. */
  close(): Promise<void>;
}

/** Starts a Bedrock on loopback. Rejects with Node's own error when the port cannot be had. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const state = createState(options);
  const server = createDualProtocolServer((exchange) => {
    void handleRequest(exchange, state);
  });
  const host = options.host ?? '127.0.0.1';
  const port = await server.listen(options.port ?? 0, host);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    requests: state.requests,
    reset: () => resetState(state),
    close: () => server.close(),
  };
}

function createState(options: EmulatorOptions): EmulatorState {
  const credentials = new CredentialStore(options.credentials ?? [defaultCredentials]);
  return {
    requests: [],
    attempts: new AttemptCounter(),
    cache: new PromptCache(),
    invocations: new AsyncInvocations(),
    modelsBehind: options.modelsBehind ?? {},
    script: createScript(options.script ?? []),
    replay: options.replay && createReplay(options.replay),
    sts: {
      credentials,
      roles: options.roles,
      temporaryCredentialSeconds: options.temporaryCredentialSeconds,
    },
    bearerTokens: options.bearerTokens ?? [defaultBearerToken],
    shouldVerifyAuth: options.verifyAuth ?? true,
  };
}

function resetState(state: EmulatorState): void {
  state.requests.length = 0;
  state.attempts.clear();
  state.cache.clear();
  state.invocations.clear();
  state.script.reset();
  state.replay?.reset();
  state.sts.credentials.reset();
}
