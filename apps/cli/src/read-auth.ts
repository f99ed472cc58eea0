import { providerAuthTypes, type ProviderAuthInput, type ProviderAuthType } from '@outcrop/protocol';
import { usageError } from './cli-error.ts';
import type { CommandContext, CommandOption } from './command.ts';
import { findChoice } from './parse-value.ts';
import { readSecret, secretSource } from './read-secret.ts';

export const authOptions = {
  auth: {
    value: providerAuthTypes.join('|'),
    isRequired: true,
    help: 'how it authenticates',
  },
  'secret-from': {
    value: secretSource,
    help: 'where the API key (api_key) or the secret access key (iam_credentials) is; - is the standard input',
  },
  'access-key-id': { value: 'ID', help: 'of iam_credentials' },
  'session-token-from': { value: secretSource, help: 'of iam_credentials that are temporary' },
  'role-arn': { value: 'ARN', help: 'of assume_role' },
} satisfies Record<string, CommandOption>;

type AuthContext = Pick<CommandContext, 'input' | 'terminal'>;
type Readers = { [Type in ProviderAuthType]: (context: AuthContext) => Promise<ProviderAuthInput> };

const readers: Readers = {
  api_key: async (context) => ({
    type: 'api_key',
    api_key: await readNeeded(context, 'secret-from', 'env:AWS_BEARER_TOKEN_BEDROCK'),
  }),
  iam_credentials: async (context) => ({
    type: 'iam_credentials',
    access_key_id: getNeeded(context, 'access-key-id', 'AKIA…'),
    secret_access_key: await readNeeded(context, 'secret-from', 'env:AWS_SECRET_ACCESS_KEY'),
    session_token: await readOptional(context, 'session-token-from'),
  }),
  assume_role: async (context) => ({
    type: 'assume_role',
    role_arn: getNeeded(context, 'role-arn', 'arn:aws:iam::123456789012:role/outcrop-bedrock'),
  }),
  server_credentials: async () => ({ type: 'server_credentials' }),
};

const usedBy: Readonly<Record<string, readonly ProviderAuthType[]>> = {
  'secret-from': ['api_key', 'iam_credentials'],
  'access-key-id': ['iam_credentials'],
  'session-token-from': ['iam_credentials'],
  'role-arn': ['assume_role'],
};

/** How a provider is to authenticate, from the options of {@link authOptions}. */
export async function readAuth(context: AuthContext): Promise<ProviderAuthInput> {
  const { input } = context;
  const type = findChoice(input, 'auth', providerAuthTypes) ?? 'server_credentials';
  for (const [option, types] of Object.entries(usedBy)) {
    if (input.find(option) !== undefined && !types.includes(type)) {
      throw usageError(`--${option} is of --auth ${types.join(' or ')}, not of ${type}.`);
    }
  }
  return readers[type](context);
}

function getNeeded({ input }: AuthContext, option: string, example: string): string {
  const value = input.find(option);
  if (value) return value;
  throw usageError(`--auth ${input.get('auth')} needs --${option}, such as --${option} ${example}`);
}

function readNeeded(context: AuthContext, option: string, example: string): Promise<string> {
  return readSecret(`--${option}`, getNeeded(context, option, example), context.terminal);
}

async function readOptional({ input, terminal }: AuthContext, option: string): Promise<string | undefined> {
  const source = input.find(option);
  return source === undefined ? undefined : readSecret(`--${option}`, source, terminal);
}
