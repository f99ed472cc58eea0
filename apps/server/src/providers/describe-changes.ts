import type { AuditEntry } from '@outcrop/protocol';
import type { ProviderChanges, StoredProvider } from '@outcrop/workspace-store';
import { describeAuth } from './auth-methods/registry.ts';

type Details = AuditEntry['details'];

const plainFields = [
  'name',
  'project',
  'region',
  'api_base',
  'http_version',
  'include_default_models',
  'priority',
  'weight',
  'is_enabled',
] as const;

/** What a change to a provider gives it, for the audit log. Secrets have no part in it. */
export function describeChanges(before: StoredProvider, after: ProviderChanges): Details {
  const details: Details = {};
  for (const field of plainFields) {
    const value = after[field];
    if (value !== undefined && value !== before[field]) details[field] = value;
  }
  const { auth, header_names: headerNames } = after;
  const authBefore: Details = describeAuth(before.auth);
  for (const [field, value] of Object.entries(auth ? describeAuth(auth) : {})) {
    if (value !== authBefore[field]) details[field] = value;
  }
  if (headerNames && headerNames.join() !== before.header_names.join()) {
    details['header_names'] = headerNames.join(', ');
  }
  return details;
}
