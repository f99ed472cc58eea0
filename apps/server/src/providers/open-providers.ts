import { createProviderClient, type CredentialSource, type ProviderClient } from '@outcrop/gateway';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import { createAccountModels, type AccountModelsCache } from '../models/account-models.ts';
import { createTargetFinder, type TargetFinder } from '../models/create-target-finder.ts';
import { createModelsBehindArns, type ModelsBehindArns } from '../models/model-behind-arn.ts';
import { createSecretBox, type SecretBox } from '../secrets/secret-box.ts';
import { createAssumedRoles, type AssumedRoles } from './credentials/assumed-roles.ts';
import {
  createServerCredentials,
  loadDefaultCredentials,
  type LoadAwsCredentials,
} from './credentials/server-credentials.ts';
import type { ProviderConfig } from './provider-config.ts';
import { createProviderSettings, type ProviderSettings } from './provider-settings.ts';
import { createProviderTable, type ProviderTable } from './provider-table.ts';

/** All that knows providers and their models, for as long as the server runs. */
export interface Providers {
  settings: ProviderSettings;
  table: ProviderTable;
  targetFinder: TargetFinder;
  accounts: AccountModelsCache;
  behindArns: ModelsBehindArns;
  client: ProviderClient;
  server: CredentialSource;
  roles: AssumedRoles;
  /** Seals the server's secrets. */
  box: SecretBox;
  config: ProviderConfig;
  close(): Promise<void>;
}

export interface OpenProvidersOptions {
  store: WorkspaceStore;
  directory: string;
  config: ProviderConfig;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  logError: (message: string) => void;
  /** The machine's own credentials; the AWS SDK's default chain unless given. */
  loadServerCredentials?: LoadAwsCredentials;
}

/** For one answer of the control plane. */
const askTimeoutMs = 20_000;

/**
 * Opens providers. What a former key sealed is sealed anew; what cannot be opened stays as it is and is told to
 * `logError`.
 */
export async function openProviders(options: OpenProvidersOptions): Promise<Providers> {
  const { store, directory, config, now, logError } = options;
  const server = createServerCredentials({
    isAllowed: config.isServerCredentialsAllowed,
    load: options.loadServerCredentials ?? loadDefaultCredentials,
    now,
  });
  const roles = createAssumedRoles({ base: server, stsEndpoint: config.stsEndpoint, now });
  const box = createSecretBox({ directory, key: config.secretKey, previousKey: config.previousSecretKey });
  const settings = createProviderSettings({ store, box, config, onChange: () => table.reload() });
  const table = createProviderTable({
    settings,
    store,
    server,
    roles,
    isPrivateAllowed: config.isPrivateEndpointAllowed,
    now,
  });
  const client = createProviderClient({ timeoutMs: askTimeoutMs });
  const accounts = createAccountModels({ client, now });
  const behindArns = createModelsBehindArns(client);
  for (const problem of await settings.reseal()) logError(problem);
  await table.reload();
  return {
    settings,
    table,
    targetFinder: createTargetFinder({ table, accounts, behindArns }),
    accounts,
    behindArns,
    client,
    server,
    roles,
    box,
    config,
    close: () => client.close(),
  };
}
