import { randomUUID } from 'node:crypto';
import { OutcropError, type ProviderInput } from '@outcrop/protocol';
import type { AuditNote, StoredProvider, WorkspaceStore } from '@outcrop/workspace-store';
import type { SecretBox } from '../secrets/secret-box.ts';
import { ServerError } from '../server-error.ts';
import { describeAuth } from './auth-methods/registry.ts';
import { describeChanges } from './describe-changes.ts';
import { invalidProvider } from './invalid-provider.ts';
import type { ProviderConfig } from './provider-config.ts';
import { draftWithoutSecrets, openDraft, resealSecrets, sealDraft } from './provider-drafts.ts';
import { readProviderInput, type ProviderDraft } from './read-provider-input.ts';

/** A provider that is there, with what stands in the way of its use. */
export interface KnownProvider {
  stored: StoredProvider;
  /** Undefined when the secrets cannot be opened. */
  draft: ProviderDraft | undefined;
  /** Why its secrets cannot be opened. */
  problem: string | null;
}

/** Reads and changes providers; every change is audited and told to `onChange`. */
export interface ProviderSettings {
  list(): Promise<KnownProvider[]>;
  /** Throws 404. */
  get(id: string): Promise<KnownProvider>;
  create(input: ProviderInput, actor: string): Promise<KnownProvider>;
  update(id: string, changes: Partial<ProviderInput>, actor: string): Promise<KnownProvider>;
  delete(id: string, actor: string): Promise<void>;
  /** What a provider would be with the input, or with changes to the one of that id; nothing is stored. */
  draft(input: Partial<ProviderInput>, id?: string): Promise<ProviderDraft>;
  /** Made by Outcrop once, the same for every role of the organisation. */
  findExternalId(): Promise<string>;
  /** Seals anew what a former key sealed. Returns what could not be read, for the log. */
  reseal(): Promise<string[]>;
}

export interface ProviderSettingsOptions {
  store: WorkspaceStore;
  box: SecretBox;
  config: Pick<ProviderConfig, 'isPrivateEndpointAllowed'>;
  onChange: () => Promise<void>;
}

export function createProviderSettings(options: ProviderSettingsOptions): ProviderSettings {
  const { store, box, config, onChange } = options;
  const findExternalId = () => store.ensureSetting('external_id', `outcrop-${randomUUID()}`);
  const get = async (id: string): Promise<KnownProvider> => {
    const stored = await store.findProvider(id);
    if (stored) return openProvider(stored, box);
    throw new ServerError(`[outcrop] no provider ${id}: it was removed, or never existed`, {
      code: 'provider_not_found',
      statusCode: 404,
    });
  };
  const read = async (input: Partial<ProviderInput>, before?: ProviderDraft): Promise<ProviderDraft> =>
    readProviderInput(input, { ...config, before, externalId: await findExternalId() });
  const draft = async (input: Partial<ProviderInput>, id?: string): Promise<ProviderDraft> => {
    if (id === undefined) return read(input);
    const known = await get(id);
    return read(input, known.draft ?? draftUnreadable(known, input));
  };
  const changing = createQueue();

  return {
    list: async () => (await store.listProviders()).map((stored) => openProvider(stored, box)),
    get,
    draft,
    findExternalId,
    create: (input, actor) =>
      changing(async () => {
        const provider = sealDraft(await read(input), randomUUID(), box);
        const note = noteOf({ actor, action: 'provider.created', subject: provider.name }, provider);
        const stored = await store.createProvider(provider, note);
        await onChange();
        return openProvider(stored, box);
      }),
    update: (id, input, actor) =>
      changing(async () => {
        const before = await get(id);
        const after = await draft(input, id);
        const { id: _id, ...changes } = sealDraft(after, id, box);
        const isSecretReplaced = !hasSameSecrets(before.draft, after);
        const note = {
          actor,
          action: isSecretReplaced ? 'provider.secret_replaced' : 'provider.updated',
          subject: before.stored.name,
          details: { id, ...describeChanges(before.stored, changes) },
        };
        const stored = await store.updateProvider(id, changes, note);
        if (!stored) return get(id);
        await onChange();
        return openProvider(stored, box);
      }),
    delete: (id, actor) =>
      changing(async () => {
        const { stored } = await get(id);
        const note = noteOf({ actor, action: 'provider.deleted', subject: stored.name }, stored);
        await store.deleteProvider(id, note);
        await onChange();
      }),
    reseal: () => resealAll(store, box),
  };
}

function openProvider(stored: StoredProvider, box: SecretBox): KnownProvider {
  try {
    return { stored, draft: openDraft(stored, box), problem: null };
  } catch (error) {
    if (!OutcropError.is(error)) throw error;
    return { stored, draft: undefined, problem: error.message.replace('[outcrop] ', '') };
  }
}

function noteOf(
  note: Pick<AuditNote, 'actor' | 'action' | 'subject'>,
  provider: Pick<StoredProvider, 'id' | 'region' | 'project' | 'auth'>,
): AuditNote {
  const { id, region, project, auth } = provider;
  return { ...note, details: { id, region, project, ...describeAuth(auth) } };
}

function hasSameSecrets(before: ProviderDraft | undefined, after: ProviderDraft): boolean {
  return before !== undefined && writeSecrets(before) === writeSecrets(after);
}

function writeSecrets({ auth, headers }: ProviderDraft): string {
  return JSON.stringify([auth.secrets, headers]);
}

/** What cannot be opened is not replaced by nothing without a word. */
function draftUnreadable({ stored, problem }: KnownProvider, input: Partial<ProviderInput>): ProviderDraft {
  if (stored.header_names.length === 0 || input.headers !== undefined) return draftWithoutSecrets(stored);
  throw invalidProvider(`headers must be given again with their values, since ${problem ?? 'they are lost'}`);
}

async function resealAll(store: WorkspaceStore, box: SecretBox): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, name, sealed_secrets: from } of await store.listProviders()) {
    try {
      if (from === null || !box.isOutdated(from)) continue;
      await store.resealProvider(id, { from, to: resealSecrets(from, id, box) });
    } catch (error) {
      if (!OutcropError.is(error)) throw error;
      problems.push(`provider ${JSON.stringify(name)}: ${error.message}`);
    }
  }
  return problems;
}

/** Changes come one after the other: each is made from what the one before left. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work, work);
    last = run.catch(() => undefined);
    return run;
  };
}
