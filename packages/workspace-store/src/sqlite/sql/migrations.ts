import { apiKeysTable } from './api-keys.ts';
import { auditLogTable } from './audit-log.ts';
import { modelsTable } from './models.ts';
import { organisationSettingsTable } from './organisation-settings.ts';
import { providersTable } from './providers.ts';
import { sessionsTable } from './sessions.ts';

/** In order. Append only: a released migration never changes. */
export const migrations: readonly string[] = [
  [apiKeysTable, sessionsTable].join(''),
  [providersTable, modelsTable, auditLogTable, organisationSettingsTable].join(''),
];
