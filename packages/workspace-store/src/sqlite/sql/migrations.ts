import { apiKeysTable } from './api-keys.ts';
import { sessionsTable } from './sessions.ts';

/** In order. Append only: a released migration never changes. */
export const migrations: readonly string[] = [[apiKeysTable, sessionsTable].join('')];
