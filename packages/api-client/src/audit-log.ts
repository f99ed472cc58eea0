import type { AuditLog } from '@outcrop/protocol';
import type { SendRequest } from './send-request.ts';

export function createAuditLogRequests(send: SendRequest) {
  return {
    /** Newest first. */
    listAuditLog: (query: { limit?: number; cursor?: string } = {}, signal?: AbortSignal) =>
      send<AuditLog>('GET', '/api/audit-log', { query, signal }),
  };
}
