import type { ProjectList, TraceList } from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

export interface ListTracesQuery {
  /** 1 to 200; the server's default is 50. */
  limit?: number;
  /** `next_cursor` of the page before. */
  cursor?: string;
  /** Part of a trace's name, of its previews, of one of its models or of its error; or a whole trace id. */
  search?: string;
  /** The whole name of one of its models. */
  model?: string;
  /** `true`: only traces with an error in any span. */
  has_error?: boolean;
  /** Microseconds since the Unix epoch. */
  started_from?: number;
  started_before?: number;
}

export function createProjectRequests(send: SendRequest) {
  return {
    listProjects: (signal?: AbortSignal) => send<ProjectList>('GET', '/api/projects', { signal }),
    /** Every trace of it. */
    deleteProject: (project: string) => send<void>('DELETE', apiPath`/api/projects/${project}`),
    deleteTrace: (project: string, traceId: string) =>
      send<void>('DELETE', apiPath`/api/projects/${project}/traces/${traceId}`),
    /** Newest first. With a filter a page may be short, even empty, and still have a `next_cursor`. */
    listTraces: (project: string, query: ListTracesQuery = {}, signal?: AbortSignal) =>
      send<TraceList>('GET', apiPath`/api/projects/${project}/traces`, { query: { ...query }, signal }),
  };
}
