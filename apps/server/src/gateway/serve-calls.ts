import { join } from 'node:path';
import type { AttachmentStore } from '@outcrop/attachment-store';
import { createAdmissionControl, type AdmissionControl, type UsageMeter } from '@outcrop/gateway';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import type { Authenticator } from '../auth/authenticator.ts';
import type { ServerConfig } from '../config.ts';
import type { PrepareSpans } from '../ingest/span-writer.ts';
import { createGatewayMetrics } from '../metrics/gateway-metrics.ts';
import type { MetricRegistry } from '../metrics/metric-registry.ts';
import type { Providers } from '../providers/open-providers.ts';
import { createCallerAuthentication } from './authenticate-caller.ts';
import { findPricedModel } from './find-priced-model.ts';
import { openGateway, type OpenedGateway } from './open-gateway.ts';
import { createFileResponseCache, type FileResponseCache } from './response-cache/file-response-cache.ts';

const defaultCacheBytes = 256 * 1024 * 1024;

export interface CallDependencies {
  config: Pick<ServerConfig, 'dataDirectory' | 'maxAttachmentBytes'> &
    Partial<Pick<ServerConfig, 'drainMs' | 'maxConcurrentCalls' | 'maxCacheBytes' | 'accessLog'>>;
  authenticator: Authenticator;
  attachmentStore: AttachmentStore;
  workspaceStore: Pick<WorkspaceStore, 'addAttachmentProject'>;
  providers: Providers;
  meter: UsageMeter;
  registry: MetricRegistry;
  prepareSpans: PrepareSpans;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

/** Opens the gateway with this server's keys, limits, providers, cache and metrics. */
export async function serveCalls(
  app: FastifyInstance,
  dependencies: CallDependencies,
): Promise<OpenedGateway> {
  const {
    config,
    authenticator,
    attachmentStore,
    workspaceStore,
    providers,
    meter,
    registry,
    prepareSpans,
    now,
  } = dependencies;
  const { targetFinder } = providers;
  const admission = createAdmissionControl({
    meter,
    now,
    maxRunning: config.maxConcurrentCalls,
    findPricedModel: ({ project }, model) => findPricedModel(targetFinder, project, model),
  });
  addAdmissionMetrics(registry, admission);
  return openGateway(app, {
    authenticateCaller: createCallerAuthentication(authenticator),
    targets: targetFinder,
    admit: (caller, request) => admission.admit(caller, request),
    cache: await openResponseCache(app, dependencies),
    metrics: createGatewayMetrics(registry),
    accessLog: config.accessLog,
    prepareSpans,
    attachmentStore,
    maxAttachmentBytes: config.maxAttachmentBytes,
    spillPath: join(config.dataDirectory, 'waiting-calls'),
    addAttachmentProject: (project, sha256) => workspaceStore.addAttachmentProject(project, sha256),
    registry,
    drainMs: config.drainMs ?? 0,
  });
}

function addAdmissionMetrics(registry: MetricRegistry, admission: AdmissionControl): void {
  const running = { name: 'outcrop_gateway_running', help: 'Calls under way.' };
  registry.addGauge(running, () => admission.getCounts().running);
  const waiting = { name: 'outcrop_gateway_waiting', help: 'Calls that wait for their turn.' };
  registry.addGauge(waiting, () => admission.getCounts().waiting);
}

async function openResponseCache(
  app: FastifyInstance,
  { config, providers, now }: CallDependencies,
): Promise<FileResponseCache> {
  const cache = await createFileResponseCache({
    directory: join(config.dataDirectory, 'response-cache'),
    maxBytes: config.maxCacheBytes ?? defaultCacheBytes,
    deriveKey: (purpose) => providers.box.deriveKey(purpose),
    now,
    logError: (error) => app.log.error({ err: error }, 'the cache of answers cannot be used'),
  });
  app.addHook('onClose', () => cache.close());
  return cache;
}
