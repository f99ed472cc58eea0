import type { AttachmentStore } from '@outcrop/attachment-store';
import { createGateway, type CallRecord, type Gateway, type Refusal } from '@outcrop/gateway';
import type { FastifyInstance } from 'fastify';
import type { PrepareSpans } from '../ingest/span-writer.ts';
import type { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import type { MetricRegistry } from '../metrics/metric-registry.ts';
import { createAccessLog, type AccessLog } from './access-log.ts';
import { CallRecorder } from './call-recorder.ts';
import { createGatewayHost, type GatewayHostOptions } from './create-gateway-host.ts';

export interface OpenGatewayOptions extends Omit<GatewayHostOptions, 'recorder'> {
  prepareSpans: PrepareSpans;
  attachmentStore: AttachmentStore;
  maxAttachmentBytes: number;
  /** Where calls wait until there is time to record them. */
  spillPath: string;
  addAttachmentProject: (project: string, sha256: string) => Promise<void>;
  registry: MetricRegistry;
  /** What calls under way get when the server stops. */
  drainMs: number;
  metrics: GatewayMetrics;
  /** `stdout` or a file; none unless given. */
  accessLog?: string;
}

export interface OpenedGateway {
  gateway: Gateway;
  /** Calls that are over and not on disk yet. */
  countUnrecorded: () => number;
}

/** A gateway whose calls become traces of this server. It stops with the app, and the last calls are recorded then. */
export function openGateway(app: FastifyInstance, options: OpenGatewayOptions): OpenedGateway {
  const { prepareSpans, attachmentStore, maxAttachmentBytes, spillPath, addAttachmentProject } = options;
  const { drainMs, metrics } = options;
  const recorder = new CallRecorder({
    prepareSpans,
    attachmentStore,
    maxAttachmentBytes,
    spillPath,
    addAttachmentProject,
    logTrouble: (message, error) => app.log.error({ err: error }, message),
    onSpan: (call, span) => metrics.noteSpan(call, span),
  });
  addRecorderMetrics(options.registry, recorder);
  const log = options.accessLog === undefined ? undefined : openAccessLog(app, options.accessLog);
  const watched = {
    record(call: CallRecord): void {
      metrics.noteCall(call);
      log?.note(call);
      recorder.record(call);
    },
    noteRefusal(refusal: Refusal): void {
      metrics.noteRefusal(refusal);
      log?.noteRefusal(refusal);
    },
  };
  const gateway = createGateway(createGatewayHost({ ...options, recorder: watched }), {
    logError: (error) => app.log.error({ err: error }, 'the gateway failed on a call'),
  });
  app.addHook('preClose', () => gateway.close(drainMs));
  app.addHook('onClose', () => recorder.close());
  return { gateway, countUnrecorded: () => recorder.getCounts().waiting };
}

function addRecorderMetrics(registry: MetricRegistry, recorder: CallRecorder): void {
  const waiting = { name: 'outcrop_gateway_unrecorded', help: 'Calls that wait to be recorded.' };
  registry.addGauge(waiting, () => recorder.getCounts().waiting);
  const dropped = {
    name: 'outcrop_gateway_unrecorded_total',
    help: 'Calls that were not recorded, for want of room or of a store that works.',
    type: 'counter' as const,
  };
  registry.addGauge(dropped, () => recorder.getCounts().dropped);
}

function openAccessLog(app: FastifyInstance, target: string): AccessLog {
  const log = createAccessLog({
    target,
    logError: (error) => app.log.error({ err: error }, 'the access log cannot be written'),
  });
  app.addHook('onClose', () => log.close());
  return log;
}
