import { infiniteQueryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export const auditLogQuery = infiniteQueryOptions({
  queryKey: ['audit-log'],
  queryFn: ({ pageParam, signal }) => apiClient.listAuditLog({ cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor: cursor }) => cursor ?? undefined,
});
