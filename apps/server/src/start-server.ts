import { join } from 'node:path';
import { createFileAttachmentStore } from '@outcrop/attachment-store';
import { acquireDataDirectory } from '@outcrop/sqlite';
import { OutcropError } from '@outcrop/protocol';
import { createSqliteTraceStore } from '@outcrop/trace-store';
import { createSqliteWorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import { prepareFirstKey, type FirstKey } from './auth/prepare-first-key.ts';
import { buildSignInUrl } from './auth/sign-in-link-routes.ts';
import type { ServerConfig } from './config.ts';
import { createServer, type LogStream } from './create-server.ts';
import { findFreePort } from './http/find-free-port.ts';
import { findServerUrl } from './http/server-url.ts';
import { productVersion } from './product-version.ts';

/** What is left of the requests under way is cut so long after the gateway's calls; they were not acknowledged. */
const cutMs = 200;

export interface RunningServer {
  /** Such as `http://127.0.0.1:4310`. */
  url: string;
  /** Signs a browser in once. */
  signInUrl: string;
  firstKey: FirstKey;
  /** Calls of the gateway that are over and not on disk yet: what stopping may have to wait for. */
  countUnrecorded: () => number;
  /** Finishes the requests under way, then closes the stores. Idempotent. */
  stop(): Promise<void>;
}

/** Opens the stores of the data directory and listens. Rejects with a message for the terminal. */
export async function startServer(config: ServerConfig, logStream?: LogStream): Promise<RunningServer> {
  const closers: (() => unknown)[] = [];
  const stop = createStop(closers);
  try {
    const directory = acquireDataDirectory(config.dataDirectory);
    closers.unshift(() => directory.release());
    const traceStore = await createSqliteTraceStore({ directory: directory.path });
    closers.unshift(() => traceStore.close());
    const workspaceStore = await createSqliteWorkspaceStore({ directory: directory.path });
    closers.unshift(() => workspaceStore.close());
    const attachmentStore = await createFileAttachmentStore({
      directory: join(directory.path, 'attachments'),
    });
    closers.unshift(() => attachmentStore.close());

    const { app, signInTokens, countUnrecorded } = await createServer({
      config,
      traceStore,
      attachmentStore,
      workspaceStore,
      version: productVersion,
      logStream,
    });
    closers.unshift(() => closeWithin({ app, timeoutMs: config.drainMs + cutMs }));
    const url = await listen(app, config);
    directory.announce(url);
    const firstKey = await prepareFirstKey(workspaceStore, config.bootstrapKey);
    const signInUrl = buildSignInUrl(url, signInTokens.create().token);
    return { url, signInUrl, firstKey, countUnrecorded, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs the closers, last opened first, once. */
function createStop(closers: readonly (() => unknown)[]): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (const close of closers) await close();
  }
  return () => (stopping ??= closeAll());
}

/** Connections whose request is answered are idle, and would stay open for another one. */
async function closeWithin({ app, timeoutMs }: { app: FastifyInstance; timeoutMs: number }): Promise<void> {
  const closeIdle = setInterval(() => app.server.closeIdleConnections(), 20);
  const closeRest = setTimeout(() => app.server.closeAllConnections(), timeoutMs);
  await app.close();
  clearInterval(closeIdle);
  clearTimeout(closeRest);
}

async function listen(app: FastifyInstance, { host, port }: ServerConfig): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    throw await mapListenError(cause, { host, port });
  }
  return findServerUrl(app) ?? `http://${host}:${port}`;
}

async function mapListenError(
  cause: unknown,
  { host, port }: Pick<ServerConfig, 'host' | 'port'>,
): Promise<unknown> {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    // The next one is where the emulator waits by default.
    const freePort = await findFreePort(host, port + 2);
    return new OutcropError(
      `[outcrop] port ${port} on ${host} is taken by another program. Stop that one, or use another port: ` +
        `OUTCROP_PORT=${freePort} npm start`,
      { code: 'port_taken', cause },
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new OutcropError(
      `[outcrop] cannot listen on ${host}:${port} (${code}). Use a port above 1023 and an address of this machine: ` +
        'OUTCROP_HOST=127.0.0.1 OUTCROP_PORT=4310 npm start',
      { code: 'cannot_listen', cause },
    );
  }
  return cause;
}
