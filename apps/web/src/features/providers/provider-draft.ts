import type {
  ProviderAuthInput,
  ProviderAuthType,
  ProviderHttpVersion,
  ProviderInput,
  ProviderSummary,
} from '@outcrop/protocol';

import { findScopeProblem } from '../projects/find-scope-problem.ts';

export interface DraftHeader {
  name: string;
  value: string;
}

/** What is in the form. A secret that is undefined is the one the server has; empty text is one still to be typed. */
export interface ProviderDraft {
  name: string;
  authType: ProviderAuthType;
  accessKeyId: string;
  secretAccessKey: string | undefined;
  /** `null`: there shall be none. */
  sessionToken: string | null | undefined;
  apiKey: string | undefined;
  roleArn: string;
  region: string;
  apiBase: string;
  httpVersion: ProviderHttpVersion;
  /** `null`: every project. */
  project: string | null;
  includeDefaultModels: boolean;
  priority: string;
  weight: string;
  isEnabled: boolean;
  /** Undefined: those that the server has. */
  headers: readonly DraftHeader[] | undefined;
}

export const emptyDraft: ProviderDraft = {
  name: '',
  authType: 'api_key',
  accessKeyId: '',
  secretAccessKey: '',
  sessionToken: null,
  apiKey: '',
  roleArn: '',
  region: 'us-east-1',
  apiBase: '',
  httpVersion: 'auto',
  project: null,
  includeDefaultModels: true,
  priority: '0',
  weight: '1',
  isEnabled: true,
  headers: [],
};

/** The form as it opens for a provider that exists: every secret as the server has it. */
export function buildDraft({ auth, ...provider }: ProviderSummary): ProviderDraft {
  return {
    ...emptyDraft,
    name: provider.name,
    region: provider.region,
    apiBase: provider.api_base ?? '',
    httpVersion: provider.http_version,
    project: provider.project,
    includeDefaultModels: provider.include_default_models,
    priority: String(provider.priority),
    weight: String(provider.weight),
    isEnabled: provider.is_enabled,
    headers: provider.header_names.length > 0 ? undefined : [],
    authType: auth.type,
    ...(auth.type === 'iam_credentials' && {
      accessKeyId: auth.access_key_id,
      secretAccessKey: undefined,
      sessionToken: auth.has_session_token ? undefined : null,
    }),
    ...(auth.type === 'api_key' && { apiKey: undefined }),
    ...(auth.type === 'assume_role' && { roleArn: auth.role_arn }),
  };
}

function trimSecret(secret: string | undefined): string | undefined {
  return secret?.trim();
}

function buildAuth(draft: ProviderDraft): ProviderAuthInput {
  const { authType, secretAccessKey, sessionToken, apiKey } = draft;
  switch (authType) {
    case 'iam_credentials':
      return {
        type: authType,
        access_key_id: draft.accessKeyId.trim(),
        ...(secretAccessKey !== undefined && { secret_access_key: trimSecret(secretAccessKey) }),
        ...(sessionToken !== undefined && { session_token: sessionToken?.trim() || null }),
      };
    case 'api_key':
      return { type: authType, ...(apiKey !== undefined && { api_key: trimSecret(apiKey) }) };
    case 'assume_role':
      return { type: authType, role_arn: draft.roleArn.trim() };
    case 'server_credentials':
      return { type: authType };
    default:
      return authType satisfies never;
  }
}

/** What to send; only for a draft without problems. */
export function buildProviderInput(draft: ProviderDraft): ProviderInput {
  const headers = draft.headers?.filter(({ name }) => name.trim() !== '');
  return {
    name: draft.name.trim(),
    region: draft.region.trim(),
    auth: buildAuth(draft),
    project: draft.project?.trim() || null,
    api_base: draft.apiBase.trim() || null,
    http_version: draft.httpVersion,
    include_default_models: draft.includeDefaultModels,
    priority: Number(draft.priority),
    weight: Number(draft.weight),
    is_enabled: draft.isEnabled,
    ...(headers && {
      headers: Object.fromEntries(headers.map(({ name, value }) => [name.trim(), value.trim()])),
    }),
  };
}

export type DraftProblems = Partial<Record<keyof ProviderDraft, string>>;

const arnPattern = /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/;
const regionPattern = /^[a-z]{2}(?:-[a-z]+)+-\d+$/;
const headerNamePattern = /^[\w!#$%&'*+.^`|~-]+$/;

export function isRegion(text: string): boolean {
  return regionPattern.test(text);
}

function findAuthProblems(draft: ProviderDraft): DraftProblems {
  switch (draft.authType) {
    case 'iam_credentials':
      return {
        ...(draft.accessKeyId.trim() === '' && {
          accessKeyId: 'Enter the access key id; it begins with AKIA or ASIA.',
        }),
        ...(draft.secretAccessKey?.trim() === '' && { secretAccessKey: 'Enter the secret access key.' }),
      };
    case 'api_key':
      return draft.apiKey?.trim() === '' ? { apiKey: 'Paste the key.' } : {};
    case 'assume_role':
      return arnPattern.test(draft.roleArn.trim())
        ? {}
        : { roleArn: 'Paste the ARN of the role, such as arn:aws:iam::123456789012:role/outcrop-bedrock.' };
    case 'server_credentials':
      return {};
    default:
      return draft.authType satisfies never;
  }
}

function isWhole(text: string, least: number): boolean {
  return /^\d{1,6}$/.test(text.trim()) && Number(text) >= least;
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

/** What has to be mended before the draft can be saved or tested, by the field it is in. */
export function findDraftProblems(draft: ProviderDraft): DraftProblems {
  const problems: DraftProblems = findAuthProblems(draft);
  if (draft.name.trim() === '') problems.name = 'Give it a name, to know it by in traces and in this list.';
  if (!isRegion(draft.region.trim())) {
    problems.region = 'Enter an AWS Region, such as us-east-1.';
  }
  if (draft.apiBase.trim() !== '' && !isBaseUrl(draft.apiBase.trim())) {
    problems.apiBase =
      'Enter an address such as https://vpce-1234.bedrock-runtime.us-east-1.vpce.amazonaws.com.';
  }
  const scopeProblem = findScopeProblem(draft.project);
  if (scopeProblem !== undefined) problems.project = scopeProblem;
  if (!isWhole(draft.priority, 0)) problems.priority = 'Enter a whole number from 0.';
  if (!isWhole(draft.weight, 1)) problems.weight = 'Enter a whole number from 1.';
  const bad = draft.headers?.find(({ name }) => name.trim() !== '' && !headerNamePattern.test(name.trim()));
  if (bad) problems.headers = `“${bad.name}” is no name of a header.`;
  return problems;
}
