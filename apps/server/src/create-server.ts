import type { AttachmentStore } from '@outcrop/attachment-store';
import type { TraceStore } from '@outcrop/trace-store';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { Gateway, UsageMeter } from '@outcrop/gateway';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { attachmentRoutes } from './attachments/attachment-routes.ts';
import { createAttachmentSweeper } from './attachments/attachment-sweeper.ts';
import { uploadRoutes } from './attachments/upload-routes.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import { createAuthenticator, type Authenticator } from './auth/authenticator.ts';
import { keyRoutes } from './auth/key-routes.ts';
import { requireIdentity } from './auth/require-identity.ts';
import { sessionRoutes } from './auth/session-routes.ts';
import { signInLinkRoutes } from './auth/sign-in-link-routes.ts';
import { createSignInTokens, type SignInTokens } from './auth/sign-in-tokens.ts';
import type { ServerConfig } from './config.ts';
import type { OpenedGateway } from './gateway/open-gateway.ts';
import { serveCalls } from './gateway/serve-calls.ts';
import { createUsageRecorder, type UsageRecorderOptions } from './gateway/usage-recorder.ts';
import { healthRoutes } from './health/health-routes.ts';
import { infoRoutes } from './health/info-routes.ts';
import { checkHost } from './http/check-host.ts';
import { createOwnUrl } from './http/create-own-url.ts';
import { createPort, type PortOptions } from './http/create-port.ts';
import { mapError } from './http/map-error.ts';
import { schemaCompilers } from './http/schema-compilers.ts';
import { apiHeaders } from './http/security-headers.ts';
import { ingestRoutes } from './ingest/ingest-routes.ts';
import { createSpanWriter } from './ingest/span-writer.ts';
import { eventRoutes } from './live/event-routes.ts';
import { createTraceChanges, type TraceChanges } from './live/trace-changes.ts';
import { createIngestMetrics } from './metrics/ingest-metrics.ts';
import { MetricRegistry } from './metrics/metric-registry.ts';
import { metricsRoutes } from './metrics/metrics-routes.ts';
import { addProcessMetrics } from './metrics/process-metrics.ts';
import { modelRoutes, type ModelRoutesOptions } from './models/model-routes.ts';
import { openapiRoutes, registerOpenapi } from './openapi/openapi.ts';
import { pageRoutes } from './page/page-routes.ts';
import { projectRoutes } from './projects/project-routes.ts';
import { connectionRoutes } from './providers/connection-routes.ts';
import type { LoadAwsCredentials } from './providers/credentials/server-credentials.ts';
import { openProviders, type Providers } from './providers/open-providers.ts';
import { providerRoutes } from './providers/provider-routes.ts';
import { sampleCallRoutes } from './sample-calls/sample-call-routes.ts';
import { deletionRoutes, type DeletionRoutesOptions } from './traces/deletion-routes.ts';
import { startRetention } from './traces/retention.ts';
import { createTraceDeleter } from './traces/trace-deleter.ts';
import { traceRoutes } from './traces/trace-routes.ts';

/** With the page's own batching, a span shows well within a second of its acknowledgement. */
const coalesceMs = 200;
/** For a whole request to arrive. */
const requestTimeoutMs = 120_000;

export interface ServerDependencies {
  config: Pick<
    ServerConfig,
    'dataDirectory' | 'pageDirectory' | 'ingestLimits' | 'maxAttachmentBytes' | 'providers'
  > &
    Partial<
      Pick<
        ServerConfig,
        'tls' | 'drainMs' | 'maxConcurrentCalls' | 'maxCacheBytes' | 'accessLog' | 'retentionDays'
      >
    >;
  traceStore: TraceStore;
  attachmentStore: AttachmentStore;
  workspaceStore: WorkspaceStore;
  version: string;
  /** Milliseconds since the Unix epoch. */
  now?: () => number;
  /** Takes one line of JSON for each failure of the server. Without one, nothing is logged. */
  logStream?: LogStream;
  /** The machine's own AWS credentials; the AWS SDK's default chain unless given. */
  loadServerCredentials?: LoadAwsCredentials;
}

export interface LogStream {
  write(line: string): void;
}

export interface OutcropServer {
  app: FastifyInstance;
  signInTokens: SignInTokens;
  /** Calls of the gateway that are over and not on disk yet; closing the app waits for them. */
  countUnrecorded: () => number;
}

/** Wires the rooms together. Listens nowhere yet; closing it leaves the stores open. */
export async function createServer(dependencies: ServerDependencies): Promise<OutcropServer> {
  const { workspaceStore, now = Date.now, version } = dependencies;
  let gateway: Gateway | undefined;
  const app = createApp(dependencies, (exchange) => gateway?.handle(exchange) ?? false);
  const signInTokens = createSignInTokens(now);
  const authenticator = createAuthenticator({
    workspaceStore,
    now,
    logError: (error) => app.log.error({ err: error }, 'cannot note the use of an API key'),
  });
  await registerOpenapi(app, version);
  const opened = await registerRoutes(app, { ...dependencies, signInTokens, authenticator });
  ({ gateway } = opened);
  return { app, signInTokens, countUnrecorded: opened.countUnrecorded };
}

function createApp(
  { config: { tls }, logStream }: ServerDependencies,
  handleCall: PortOptions['handleCall'],
): FastifyInstance {
  const app = Fastify({
    logger: logStream ? { level: 'warn', stream: logStream } : false,
    serverFactory: createPort({ tls, requestTimeoutMs, handleCall }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    // What arrives while the server stops is still written: the stores close last.
    return503OnClosing: false,
    // A project name of 200 characters, each of them escaped.
    routerOptions: { maxParamLength: 2400 },
    schemaController: { compilersFactory: schemaCompilers },
  });
  app.setErrorHandler((error, request, reply) => {
    const { statusCode, headers, body } = mapError(error, request);
    return reply.code(statusCode).headers(headers).send(body);
  });
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(apiHeaders);
    await checkHost(request);
  });
  return app;
}

interface RouteDependencies extends ServerDependencies {
  signInTokens: SignInTokens;
  authenticator: Authenticator;
}

async function registerRoutes(app: FastifyInstance, dependencies: RouteDependencies): Promise<OpenedGateway> {
  const { config, traceStore, attachmentStore, workspaceStore, authenticator, signInTokens, version } =
    dependencies;
  const { now = Date.now } = dependencies;
  const meter = await openUsage(app, { workspaceStore, now });
  const changes = openTraceChanges(app);
  const providers = await openServerProviders(app, dependencies);
  const { writeSpans, prepareSpans } = createSpanWriter(traceStore, changes);
  const deletion = openDeletion(app, { ...dependencies, now, changes });
  const registry = openMetrics(app);
  const opened = await serveCalls(app, { ...dependencies, now, meter, prepareSpans, providers, registry });

  await app.register(async (open) => {
    await open.register(healthRoutes, { traceStore });
    await open.register(openapiRoutes);
    await open.register(sessionRoutes, { authenticator, signInTokens });
  });
  await app.register(async (ingest) => {
    requireIdentity(ingest, authenticator);
    await ingest.register(ingestRoutes, {
      limits: config.ingestLimits,
      writeSpans,
      metrics: createIngestMetrics(registry),
      addAttachmentProject: (project, sha256) => workspaceStore.addAttachmentProject(project, sha256),
    });
    await ingest.register(uploadRoutes, {
      attachmentStore,
      workspaceStore,
      maxBytes: config.maxAttachmentBytes,
    });
  });
  await app.register(async (signedIn) => {
    requireIdentity(signedIn, authenticator);
    await signedIn.register(projectRoutes, { traceStore });
    await signedIn.register(traceRoutes, { traceStore });
    await signedIn.register(deletionRoutes, { ...deletion, workspaceStore });
    await signedIn.register(attachmentRoutes, { attachmentStore, workspaceStore });
    await signedIn.register(eventRoutes, { changes });
    await registerProviderRoutes(signedIn, { workspaceStore, providers });
    await signedIn.register(keyRoutes, {
      workspaceStore,
      authenticator,
      now,
      findUsage: (keyId) => meter.find(keyId),
    });
    await signedIn.register(signInLinkRoutes, { signInTokens });
    await signedIn.register(sampleCallRoutes, {
      findApiUrl: createOwnUrl(app),
      createApiKey: () => authenticator.createInternalKey(),
    });
    await signedIn.register(metricsRoutes, { registry });
    await signedIn.register(infoRoutes, {
      version,
      dataDirectory: config.dataDirectory,
      retentionDays: config.retentionDays,
    });
  });
  await pageRoutes(app, { directory: config.pageDirectory });
  return opened;
}

async function openServerProviders(
  app: FastifyInstance,
  { config, workspaceStore, now = Date.now, loadServerCredentials }: ServerDependencies,
): Promise<Providers> {
  const providers = await openProviders({
    store: workspaceStore,
    directory: config.dataDirectory,
    config: config.providers,
    now,
    logError: (message) => app.log.error(message),
    loadServerCredentials,
  });
  app.addHook('onClose', () => providers.close());
  return providers;
}

async function registerProviderRoutes(app: FastifyInstance, options: ModelRoutesOptions): Promise<void> {
  const { workspaceStore, providers } = options;
  await app.register(providerRoutes, { settings: providers.settings });
  await app.register(connectionRoutes, { providers });
  await app.register(modelRoutes, options);
  await app.register(auditRoutes, { workspaceStore });
}

async function openUsage(
  app: FastifyInstance,
  options: Pick<UsageRecorderOptions, 'workspaceStore' | 'now'>,
): Promise<UsageMeter> {
  const usage = await createUsageRecorder({
    ...options,
    logError: (error) => app.log.error({ err: error }, 'cannot write what keys have used'),
  });
  app.addHook('onClose', () => usage.close());
  return usage.meter;
}

/** What deletes by hand and by age, and the attachments with it. */
function openDeletion(
  app: FastifyInstance,
  dependencies: ServerDependencies & { now: () => number; changes: TraceChanges },
): Omit<DeletionRoutesOptions, 'workspaceStore'> {
  const deleteTraces = createTraceDeleter(dependencies);
  const sweeper = createAttachmentSweeper(dependencies);
  const logError = (error: unknown): void => app.log.error({ err: error }, 'cannot delete what is old');
  const { retentionDays: days } = dependencies.config;
  const sweepAttachments = (): Promise<void> => sweeper.sweep();
  const end = startRetention({ ...dependencies, deleteTraces, days, sweepAttachments, logError });
  let swept: Promise<void> = Promise.resolve();
  app.addHook('onClose', async () => {
    await end();
    await swept;
  });
  return {
    deleteTraces,
    sweepAttachments: () => {
      swept = sweepAttachments().catch(logError);
    },
  };
}

function openMetrics(app: FastifyInstance): MetricRegistry {
  const registry = new MetricRegistry();
  const processMetrics = addProcessMetrics(registry);
  app.addHook('onClose', async () => processMetrics.close());
  return registry;
}

function openTraceChanges(app: FastifyInstance): TraceChanges {
  const changes = createTraceChanges({ coalesceMs });
  app.addHook('onClose', async () => changes.close());
  return changes;
}
