import { createApiClient } from '@outcrop/api-client';

/** The server that served this page, signed in by its cookie. */
export const apiClient = createApiClient({ baseUrl: '' });
