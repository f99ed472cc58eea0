import type { ProviderAuth } from '@outcrop/protocol';
import { GatewayError, type CredentialSource } from '@outcrop/gateway';
import type { AssumedRoles } from '../credentials/assumed-roles.ts';
import { findCallerIdentity } from '../credentials/caller-identity.ts';
import type { StepFinding } from './test-connection.ts';

export interface CredentialQuestion {
  auth: ProviderAuth;
  region: string;
  /** The provider's own. */
  credentials: CredentialSource;
  server: CredentialSource;
  roles: AssumedRoles;
  stsEndpoint: string | undefined;
}

type CredentialSteps = Record<'credentials' | 'sts', () => Promise<StepFinding>>;

const nameIdentity = async (source: CredentialSource, { region, stsEndpoint }: CredentialQuestion) => {
  const { arn } = await findCallerIdentity({ credentials: await source.get(), region, stsEndpoint });
  return { message: `They are those of ${arn}.` };
};

/** That STS cannot be reached, as behind an API base in a closed network, fails nothing: only roles are had from it. */
const nameIdentityIfReached = async (
  source: CredentialSource,
  question: CredentialQuestion,
): Promise<StepFinding> => {
  try {
    return await nameIdentity(source, question);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'sts_unreachable') throw error;
    return { message: `Warning: ${error.message} These credentials do not need it.`, isSkipped: true };
  }
};

/** What the first two steps do, by the way to authenticate. */
const stepsOf: {
  [Type in ProviderAuth['type']]: (
    auth: Extract<ProviderAuth, { type: Type }>,
    question: CredentialQuestion,
  ) => CredentialSteps;
} = {
  iam_credentials: ({ access_key_id }, question) => ({
    credentials: async () => {
      await question.credentials.get();
      return { message: `The access key ${access_key_id} is kept with its secret.` };
    },
    sts: () => nameIdentityIfReached(question.credentials, question),
  }),
  api_key: ({ key_hint, expires_at }, question) => ({
    credentials: async () => {
      await question.credentials.get();
      const expiry =
        expires_at === null ? '' : ` It expires at ${new Date(expires_at / 1000).toISOString()}.`;
      return { message: `The Bedrock API key ${key_hint && `${key_hint} `}is kept.${expiry}` };
    },
    sts: async () => ({ message: 'A Bedrock API key needs no STS.', isSkipped: true }),
  }),
  assume_role: ({ role_arn, external_id }, question) => ({
    credentials: async () => {
      const { message } = await nameIdentity(question.server, question);
      return { message: `The server has credentials of its own. ${message}` };
    },
    sts: async () => {
      await question.roles.assume({ roleArn: role_arn, externalId: external_id, region: question.region });
      return { message: `${role_arn} can be assumed.` };
    },
  }),
  server_credentials: (_auth, question) => ({
    credentials: async () => {
      await question.server.get();
      return { message: 'The server has credentials of its own.' };
    },
    sts: () => nameIdentityIfReached(question.server, question),
  }),
};

export function describeCredentials(question: CredentialQuestion): CredentialSteps {
  const build = stepsOf[question.auth.type] as (
    auth: ProviderAuth,
    of: CredentialQuestion,
  ) => CredentialSteps;
  return build(question.auth, question);
}
