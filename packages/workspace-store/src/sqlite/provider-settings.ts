import { OutcropError } from '@outcrop/protocol';
import { decodeText, encodeText, type SqliteDatabase } from '@outcrop/sqlite';
import type { AuditNote, ProviderSettingsStore } from '../provider-settings-store.ts';
import { createAuditRows } from './audit-rows.ts';
import { createModelRows } from './model-rows.ts';
import { createProviderRows } from './provider-rows.ts';

/** Runs work on the database and rejects with the store's error. */
export type RunOnStore = <T>(work: () => T) => Promise<T>;

export function createProviderSettings(database: SqliteDatabase, run: RunOnStore): ProviderSettingsStore {
  const providers = createProviderRows(database);
  const models = createModelRows(database);
  const audit = createAuditRows(database);
  const insertSetting = database.prepare(
    'INSERT INTO organisation_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING',
  );
  const getSetting = database.prepare<{ value: string }>(
    'SELECT value FROM organisation_settings WHERE name = ?',
  );

  /** The change and its note, or neither. A change that found nothing is not noted. */
  const change = <T>(note: AuditNote, work: () => T): Promise<T> =>
    run(() => {
      let result: T | undefined;
      try {
        database.transaction(() => {
          result = work();
          if (result) audit.append(note);
        });
      } catch (error) {
        throw mapConflict(error, note.subject);
      }
      return result as T;
    });

  return {
    createProvider: (provider, note) => change(note, () => providers.create(provider)),
    findProvider: (id) => run(() => providers.find(id)),
    listProviders: () => run(() => providers.list()),
    updateProvider: (id, changes, note) => change(note, () => providers.update(id, changes)),
    resealProvider: (id, sealed) => run(() => providers.reseal(id, sealed)),
    deleteProvider: (id, note) => change(note, () => providers.delete(id)),
    createModel: (model, note) => change(note, () => models.create(model)),
    findModel: (id) => run(() => models.find(id)),
    listModels: () => run(() => models.list()),
    updateModel: (id, changes, note) => change(note, () => models.update(id, changes)),
    deleteModel: (id, note) => change(note, () => models.delete(id)),
    appendAuditNote: (note) => run(() => audit.append(note)),
    listAuditLog: (query) => run(() => audit.list(query)),
    ensureSetting: (name, value) =>
      run(() => {
        insertSetting.run([name, encodeText(value)]);
        return decodeText(getSetting.get([name]).value);
      }),
  };
}

function mapConflict(error: unknown, subject: string): unknown {
  const said = error instanceof Error ? error.message : '';
  if (said.includes('UNIQUE constraint failed')) {
    return new OutcropError(
      `[outcrop] the name ${JSON.stringify(subject)} is taken in its project: choose another`,
      { code: 'name_taken', cause: error },
    );
  }
  if (said.includes('FOREIGN KEY constraint failed')) {
    return new OutcropError(
      '[outcrop] the provider that the model is bound to does not exist: it was removed, or its id is wrong',
      { code: 'provider_missing', cause: error },
    );
  }
  return error;
}
