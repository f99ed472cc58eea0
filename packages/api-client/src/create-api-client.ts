import { createApiKeyRequests } from './api-keys.ts';
import { createAttachmentRequests } from './attachments.ts';
import { createAuditLogRequests } from './audit-log.ts';
import { createModelRequests } from './models.ts';
import { createProjectRequests } from './projects.ts';
import { createProviderRequests } from './providers.ts';
import { createSendRequest } from './send-request.ts';
import { createServerRequests } from './server.ts';
import { createSessionRequests } from './session.ts';
import {
  subscribeToChanges,
  type EventSourceConstructor,
  type SubscribeOptions,
} from './subscribe-to-changes.ts';
import { createTraceRequests } from './traces.ts';

export interface ApiClientOptions {
  /** Such as `http://127.0.0.1:4310`; empty for the page's own server. */
  baseUrl: string;
  /** Without one, the browser's session cookie signs in. */
  apiKey?: string;
  fetch?: typeof fetch;
  /** For where there is no global EventSource. */
  eventSource?: EventSourceConstructor;
}

export type ApiClient = ReturnType<typeof createApiClient>;

/** One typed function for each route of the server. They reject with {@link ApiError}. */
export function createApiClient(options: ApiClientOptions) {
  const { baseUrl, apiKey } = options;
  // A fetch kept as a property would be called with the wrong `this`, which browsers refuse.
  const fetchNow: typeof fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  const send = createSendRequest({ baseUrl, apiKey, fetch: fetchNow });
  return {
    ...createProjectRequests(send),
    ...createTraceRequests(send),
    ...createAttachmentRequests(baseUrl),
    ...createApiKeyRequests(send),
    ...createProviderRequests(send),
    ...createModelRequests(send),
    ...createAuditLogRequests(send),
    ...createSessionRequests(send),
    ...createServerRequests(send),
    subscribeToChanges: (subscription: SubscribeOptions): (() => void) => {
      const eventSource = options.eventSource ?? (globalThis as GlobalEventSource).EventSource;
      if (eventSource === undefined) {
        throw new TypeError(
          '[outcrop] there is no EventSource here: pass one as createApiClient({ eventSource })',
        );
      }
      return subscribeToChanges({ ...subscription, baseUrl, eventSource });
    },
  };
}

/** Browsers have it, Node 20 does not. */
type GlobalEventSource = typeof globalThis & { EventSource?: EventSourceConstructor };
