import { parseModelId } from '@outcrop/bedrock';
import type { ProviderClient, UpstreamProvider } from '@outcrop/gateway';

/** A model that an account can see. */
export interface SeenModel {
  id: string;
  name: string | undefined;
  /** Whether it may be called by its own id, and not only through a profile. */
  isOnDemand: boolean;
}

/** What an account can see in a Region. */
export interface AccountModels {
  /** By id, profiles too. */
  models: ReadonlyMap<string, SeenModel>;
  /** Where a profile's ARN says it. */
  accountId: string | undefined;
}

/** Knows what accounts can see. */
export interface AccountModelsCache {
  /** What is known now, `undefined` when nothing is; old or missing knowledge is renewed in the background. */
  find(provider: UpstreamProvider): AccountModels | undefined;
  /** Asks unless it is known. Rejects with a GatewayError when it cannot be found out. */
  get(provider: UpstreamProvider): Promise<AccountModels>;
  /** Grows whenever something new is known. */
  getVersion(): number;
}

export interface AccountModelsOptions {
  client: ProviderClient;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

const freshMs = 10 * 60_000;
/** After a failure, such as a missing permission, the account is not asked again for so long. */
const pauseMs = 60_000;
const maxPages = 20;

interface Entry {
  known?: AccountModels;
  asking?: Promise<AccountModels>;
  askAgainAt: number;
}

export function createAccountModels({ client, now }: AccountModelsOptions): AccountModelsCache {
  // A provider is another object once its settings differ.
  const entries = new WeakMap<UpstreamProvider, Entry>();
  let version = 0;
  const getEntry = (provider: UpstreamProvider): Entry => {
    let entry = entries.get(provider);
    if (!entry) entries.set(provider, (entry = { askAgainAt: 0 }));
    return entry;
  };
  const ask = async (provider: UpstreamProvider, entry: Entry): Promise<AccountModels> => {
    try {
      entry.known = await listAccountModels(client, provider);
      entry.askAgainAt = now() + freshMs;
      version += 1;
      return entry.known;
    } catch (error) {
      entry.askAgainAt = now() + pauseMs;
      throw error;
    } finally {
      entry.asking = undefined;
    }
  };
  const askOnce = (provider: UpstreamProvider, entry: Entry): Promise<AccountModels> =>
    (entry.asking ??= ask(provider, entry));
  return {
    find(provider) {
      const entry = getEntry(provider);
      if (now() >= entry.askAgainAt) askOnce(provider, entry).catch(() => undefined);
      return entry.known;
    },
    async get(provider) {
      const entry = getEntry(provider);
      return entry.known && now() < entry.askAgainAt ? entry.known : askOnce(provider, entry);
    },
    getVersion: () => version,
  };
}

interface FoundationModelPage {
  modelSummaries?: {
    modelId?: string;
    modelName?: string;
    inferenceTypesSupported?: string[];
    modelLifecycle?: { status?: string };
  }[];
}

interface ProfilePage {
  inferenceProfileSummaries?: {
    inferenceProfileId?: string;
    inferenceProfileName?: string;
    inferenceProfileArn?: string;
  }[];
  nextToken?: string;
}

/** Rejects with a GatewayError when either list is refused. */
export async function listAccountModels(
  client: ProviderClient,
  provider: UpstreamProvider,
): Promise<AccountModels> {
  const get: GetList = (path, query) =>
    client.ask(provider, { method: 'GET', surface: 'control', path, query, headers: {} });
  const foundation = await listFoundationModels(get);
  const { profiles, accountId } = await listProfiles(get);
  return { models: new Map([...foundation, ...profiles].map((model) => [model.id, model])), accountId };
}

type GetList = (path: string, query?: string) => Promise<unknown>;

async function listFoundationModels(get: GetList): Promise<SeenModel[]> {
  const { modelSummaries = [] } = (await get('/foundation-models')) as FoundationModelPage;
  return modelSummaries.flatMap(({ modelId: id, modelName: name, inferenceTypesSupported }) =>
    id === undefined
      ? []
      : [{ id, name, isOnDemand: inferenceTypesSupported?.includes('ON_DEMAND') ?? true }],
  );
}

async function listProfiles(get: GetList): Promise<{ profiles: SeenModel[]; accountId: string | undefined }> {
  const profiles: SeenModel[] = [];
  let accountId: string | undefined;
  let nextToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const from = nextToken === undefined ? '' : `&nextToken=${encodeURIComponent(nextToken)}`;
    const query = `maxResults=1000${from}&type=SYSTEM_DEFINED`;
    const answer = (await get('/inference-profiles', query)) as ProfilePage;
    for (const summary of answer.inferenceProfileSummaries ?? []) {
      const { inferenceProfileId: id, inferenceProfileName: name, inferenceProfileArn: arn } = summary;
      if (id !== undefined) profiles.push({ id, name, isOnDemand: true });
      accountId ??= parseModelId(arn).accountId;
    }
    ({ nextToken } = answer);
    if (nextToken === undefined) break;
  }
  return { profiles, accountId };
}
