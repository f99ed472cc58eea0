import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { checkProject, getIdentity } from '../auth/identity.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';
import type { TraceChanges } from './trace-changes.ts';

const heartbeatMs = 15_000;
const reconnectMs = 1000;
/** A reader that is this far behind is cut off; it connects again and reads afresh. */
const maxUnreadBytes = 1024 * 1024;

export interface EventRoutesOptions {
  changes: TraceChanges;
}

/** `GET /api/events`: server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export async function eventRoutes(instance: FastifyInstance, { changes }: EventRoutesOptions): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const streams = new Set<FastifyReply['raw']>();

  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });

  app.get('/api/events', {
    schema: {
      tags: ['traces'],
      operationId: 'subscribeToChanges',
      summary: 'Server-sent events: which traces got new spans, and which were deleted.',
      description:
        'Each `trace-changed` event carries `{ "project", "trace_id" }`, at most a few times a second for one trace; ' +
        'each `traces-deleted` event the same, where a `trace_id` of null means several of the project, or all. ' +
        'Events while the connection is down are lost: read the list again after connecting.',
      security: keyOrSession('read'),
      querystring: Type.Object({
        project: Type.Optional(
          Type.String({
            description: 'Only the traces of this project; a key of one project gets only those.',
          }),
        ),
      }),
      response: {
        200: Type.Unsafe({ type: 'string', description: 'text/event-stream' }),
        ...errorAnswers(401, 403),
      },
    },
    async handler(request, reply) {
      const identity = getIdentity(request);
      if (request.query.project !== undefined) checkProject(identity, request.query.project);
      const project = request.query.project ?? identity.project;
      reply.hijack();
      const stream = reply.raw;
      streams.add(stream);
      stream.writeHead(200, {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
      } as Record<string, string>);
      stream.write(`retry: ${reconnectMs}\n\n`);
      const unsubscribe = changes.subscribe(({ name, data }) => {
        if (project !== null && data.project !== project) return;
        if (stream.writableLength > maxUnreadBytes) stream.destroy();
        else stream.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      });
      // Proxies close connections that say nothing, and a dead peer shows only when written to.
      const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
      stream.on('close', () => {
        clearInterval(heartbeat);
        unsubscribe();
        streams.delete(stream);
      });
    },
  });
}
