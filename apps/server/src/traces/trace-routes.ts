import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { TraceFilter, TraceStore } from '@outcrop/trace-store';
import type { FastifyInstance } from 'fastify';
import { checkProject, getIdentity } from '../auth/identity.ts';
import { ServerError } from '../server-error.ts';
import { spanErrorSchema, spanMetricsSchema, spanSchema } from './span-schema.ts';
import {
  getSpanSchema,
  getTraceSchema,
  listTracesSchema,
  spanDetailSchema,
  traceDetailSchema,
  traceListSchema,
  traceSummarySchema,
} from './trace-schema.ts';

export interface TraceRoutesOptions {
  traceStore: TraceStore;
}

export async function traceRoutes(
  instance: FastifyInstance,
  { traceStore }: TraceRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  for (const schema of [spanErrorSchema, spanMetricsSchema, spanSchema]) app.addSchema(schema);
  for (const schema of [traceSummarySchema, traceListSchema, traceDetailSchema, spanDetailSchema]) {
    app.addSchema(schema);
  }

  app.get('/api/projects/:name/traces', {
    schema: listTracesSchema,
    async handler(request) {
      const { params, query } = request;
      checkProject(getIdentity(request), params.name);
      const { limit, cursor } = query;
      const filter = readFilter(query);
      const list = await traceStore.listTraces({ project: params.name, limit, cursor, filter });
      if (list.traces.length > 0) return list;
      const projects = await traceStore.listProjects();
      if (projects.some(({ name }) => name === params.name)) return list;
      throw notFound(
        'project_not_found',
        `no project ${JSON.stringify(params.name)}: a project begins with the first trace that names it`,
      );
    },
  });

  app.get('/api/traces/:trace_id', {
    schema: getTraceSchema,
    async handler(request) {
      const { params, query } = request;
      const { project } = getIdentity(request);
      const trace = await traceStore.findTrace(params.trace_id, { content: query.content, project });
      if (trace) return trace;
      throw notFound(
        'trace_not_found',
        `no trace ${params.trace_id}: it was never sent here, or it is still on its way`,
      );
    },
  });

  app.get('/api/spans/:span_id', {
    schema: getSpanSchema,
    async handler(request) {
      const { params } = request;
      const span = await traceStore.findSpan(params.span_id, getIdentity(request));
      if (span) return { span };
      throw notFound(
        'span_not_found',
        `no span ${params.span_id}: it was never sent here, or it is still on its way`,
      );
    },
  });
}

interface FilterQuery {
  search?: string;
  model?: string;
  has_error?: boolean;
  started_from?: number;
  started_before?: number;
}

/** Undefined when the query narrows nothing. */
function readFilter(query: FilterQuery): TraceFilter | undefined {
  const filter: TraceFilter = {
    search: query.search || undefined,
    model: query.model || undefined,
    hasError: query.has_error || undefined,
    startedFrom: query.started_from,
    startedBefore: query.started_before,
  };
  return Object.values(filter).some((value) => value !== undefined) ? filter : undefined;
}

function notFound(code: string, message: string): ServerError {
  return new ServerError(`[outcrop] ${message}`, { code, statusCode: 404 });
}
