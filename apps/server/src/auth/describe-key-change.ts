import type { AuditNote, StoredApiKey } from '@outcrop/workspace-store';

export interface KeyChange {
  /** Who made it. */
  actor: string;
  action: 'key.created' | 'key.updated' | 'key.revoked';
  id: string;
  /** Absent where the list of keys does not have it, such as a temporary one that is revoked. */
  key: StoredApiKey | undefined;
}

/** What the audit log says of a change to an API key. Its secret has no part in it. */
export function describeKeyChange({ actor, action, id, key }: KeyChange): AuditNote {
  const details: AuditNote['details'] = key
    ? { id, scopes: key.scopes.join(', '), project: key.project }
    : { id };
  return { actor, action, subject: key?.name ?? id, details };
}
