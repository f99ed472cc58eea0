import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileAttachmentStore } from '@outcrop/attachment-store';
import { createSqliteTraceStore, type TraceStore } from '@outcrop/trace-store';
import { createSqliteWorkspaceStore, type WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { createApiKey } from '../auth/create-api-key.ts';
import type { SignInTokens } from '../auth/sign-in-tokens.ts';
import type { ProviderConfig } from '../providers/provider-config.ts';
import { createServer, type ServerDependencies } from '../create-server.ts';
import { defaultIngestLimits } from '../ingest/ingest-limits.ts';

/** Private addresses are allowed, since the emulator is at one. */
export const testProviderConfig: ProviderConfig = {
  secretKey: undefined,
  previousSecretKey: undefined,
  isServerCredentialsAllowed: true,
  isPrivateEndpointAllowed: true,
  stsEndpoint: undefined,
};

export interface TestServer {
  app: FastifyInstance;
  signInTokens: SignInTokens;
  traceStore: TraceStore;
  workspaceStore: WorkspaceStore;
  apiKey: string;
  /** Of the stores. */
  directory: string;
  /** For `inject`. */
  authorization: { authorization: string };
}

interface TestServerOptions extends Partial<Omit<ServerDependencies, 'config'>> {
  config?: Partial<ServerDependencies['config']>;
}

/** A server over real stores in a directory of its own. It ends with the test. */
export async function createTestServer(overrides: TestServerOptions = {}): Promise<TestServer> {
  const directory = await createTestDirectory();
  const traceStore = overrides.traceStore ?? (await createSqliteTraceStore({ directory }));
  const attachmentStore = await createFileAttachmentStore({ directory: join(directory, 'attachments') });
  const workspaceStore = overrides.workspaceStore ?? (await createSqliteWorkspaceStore({ directory }));
  const { app, signInTokens } = await createServer({
    version: '0.0.0-test',
    attachmentStore,
    ...overrides,
    workspaceStore,
    config: {
      dataDirectory: directory,
      pageDirectory: join(directory, 'page'),
      ingestLimits: defaultIngestLimits,
      maxAttachmentBytes: 1_000_000,
      providers: testProviderConfig,
      ...overrides.config,
    },
    traceStore,
  });
  onTestFinished(async () => {
    const closing = app.close();
    app.server.closeAllConnections();
    await closing;
    await traceStore.close();
    await attachmentStore.close();
    await workspaceStore.close();
  });
  const { key } = await createApiKey(workspaceStore, { name: 'test' });
  return {
    app,
    signInTokens,
    traceStore,
    workspaceStore,
    apiKey: key,
    directory,
    authorization: { authorization: `Bearer ${key}` },
  };
}

/** Removed after the test, once what the test opened in it is closed. */
export async function createTestDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'outcrop-server-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
