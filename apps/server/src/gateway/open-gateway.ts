import type { AttachmentStore } from '@outcrop/attachment-store';
import { createGateway, type Gateway } from '@outcrop/gateway';
import type { FastifyInstance } from 'fastify';
import type { WriteSpans } from '../ingest/span-writer.ts';
import { CallRecorder } from './call-recorder.ts';
import { createGatewayHost, type GatewayHostOptions } from './create-gateway-host.ts';

export interface OpenGatewayOptions extends Omit<GatewayHostOptions, 'recorder'> {
  writeSpans: WriteSpans;
  attachmentStore: AttachmentStore;
  maxAttachmentBytes: number;
  /** What calls under way get when the server stops. */
  drainMs: number;
}

/** A gateway whose calls become traces of this server. It stops with the app, and the last calls are recorded then. */
export function openGateway(app: FastifyInstance, options: OpenGatewayOptions): Gateway {
  const { writeSpans, attachmentStore, maxAttachmentBytes, drainMs } = options;
  const recorder = new CallRecorder({
    writeSpans,
    attachmentStore,
    maxAttachmentBytes,
    logTrouble: (message, error) => app.log.error({ err: error }, message),
  });
  const gateway = createGateway(createGatewayHost({ ...options, recorder }), {
    logError: (error) => app.log.error({ err: error }, 'the gateway failed on a call'),
  });
  app.addHook('preClose', () => gateway.close(drainMs));
  app.addHook('onClose', () => recorder.close());
  return gateway;
}
