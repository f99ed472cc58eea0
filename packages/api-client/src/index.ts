export { ApiError } from './api-error.ts';
export type { AttachmentAddress } from './attachments.ts';
export { createApiClient } from './create-api-client.ts';
export type { ApiClient, ApiClientOptions } from './create-api-client.ts';
export type { ModelFormatQuery } from './models.ts';
export type { ListTracesQuery } from './projects.ts';
export type { SubscribeOptions } from './subscribe-to-changes.ts';
export type { GetTraceQuery } from './traces.ts';
