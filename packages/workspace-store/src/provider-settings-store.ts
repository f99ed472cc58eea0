import type { AuditEntry, AuditLog, ModelInput, ProviderSummary } from '@outcrop/protocol';

/** A provider as it is kept. */
export interface StoredProvider extends Omit<ProviderSummary, 'problem'> {
  /** Sealed before they come here; `null` when it has none. */
  sealed_secrets: string | null;
}

export type NewProvider = Omit<StoredProvider, 'created_at' | 'updated_at'>;
export type ProviderChanges = Partial<Omit<NewProvider, 'id' | 'type'>>;

/** A model that somebody added by hand. */
export interface StoredModel extends ModelInput {
  id: string;
  /** The model behind an ARN, where it could be found. */
  base_model_id: string | null;
  created_at: number;
}

export type NewModel = Omit<StoredModel, 'id' | 'created_at'>;

/** What the audit log says of a change: who, what, of which thing. Holds no secrets. */
export type AuditNote = Omit<AuditEntry, 'id' | 'at'>;

export interface ListAuditQuery {
  limit: number;
  /** `next_cursor` of the page before. */
  cursor?: string;
}

/**
 * Keeps providers, the models added to them, and the log of their changes. A change and its note are written together or
 * not at all. A name that another thing of the same project has is refused with code `name_taken`.
 */
export interface ProviderSettingsStore {
  /** The caller chooses the id, since secrets are sealed for it. */
  createProvider(provider: NewProvider, note: AuditNote): Promise<StoredProvider>;
  findProvider(id: string): Promise<StoredProvider | undefined>;
  /** In the order of their creation. */
  listProviders(): Promise<StoredProvider[]>;
  /** Undefined when there is no such provider. */
  updateProvider(id: string, changes: ProviderChanges, note: AuditNote): Promise<StoredProvider | undefined>;
  /** Replaces sealed secrets unless they are no longer `from`; neither a change of settings nor noted. */
  resealProvider(id: string, sealed: { from: string; to: string }): Promise<boolean>;
  /** With the models that are bound to it. Returns whether it existed. */
  deleteProvider(id: string, note: AuditNote): Promise<boolean>;
  /** Refused with code `provider_missing` when the provider that it is bound to does not exist. */
  createModel(model: NewModel, note: AuditNote): Promise<StoredModel>;
  findModel(id: string): Promise<StoredModel | undefined>;
  /** In the order of their creation. */
  listModels(): Promise<StoredModel[]>;
  /** Undefined when there is no such model. */
  updateModel(id: string, changes: Partial<NewModel>, note: AuditNote): Promise<StoredModel | undefined>;
  /** Returns whether it existed. */
  deleteModel(id: string, note: AuditNote): Promise<boolean>;
  appendAuditNote(note: AuditNote): Promise<void>;
  /** Newest first. Rejects with code `invalid_cursor`. */
  listAuditLog(query: ListAuditQuery): Promise<AuditLog>;
  /** The setting's value; the given one becomes it when there is none yet. */
  ensureSetting(name: string, value: string): Promise<string>;
}
