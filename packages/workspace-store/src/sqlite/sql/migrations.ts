import { apiKeyDefaults } from './api-key-defaults.ts';
import { apiKeyGrants } from './api-key-grants.ts';
import { apiKeysTable } from './api-keys.ts';
import { auditLogTable } from './audit-log.ts';
import { modelsTable } from './models.ts';
import { organisationSettingsTable } from './organisation-settings.ts';
import { providersTable } from './providers.ts';
import { attachmentProjectsTable } from './attachment-projects.ts';
import { sessionsTable } from './sessions.ts';
import { usageTable } from './usage.ts';

/** In order. Append only: a released migration never changes. */
export const migrations: readonly string[] = [
  [apiKeysTable, sessionsTable].join(''),
  [providersTable, modelsTable, auditLogTable, organisationSettingsTable].join(''),
  [apiKeyGrants, usageTable, attachmentProjectsTable].join(''),
  apiKeyDefaults,
];
