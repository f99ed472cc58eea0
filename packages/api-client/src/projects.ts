import type { ProjectList, TraceList } from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

export interface ListTracesQuery {
  /** 1 to 200; the server's default is 50. */
  limit?: number;
  /** `next_cursor` of the page before. */
  cursor?: string;
}

export function createProjectRequests(send: SendRequest) {
  return {
    listProjects: (signal?: AbortSignal) => send<ProjectList>('GET', '/api/projects', { signal }),
    /** Newest first. */
    listTraces: (project: string, query: ListTracesQuery = {}, signal?: AbortSignal) =>
      send<TraceList>('GET', apiPath`/api/projects/${project}/traces`, { query: { ...query }, signal }),
  };
}
