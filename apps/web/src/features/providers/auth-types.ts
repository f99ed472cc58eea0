import type { ProviderAuth, ProviderAuthType } from '@outcrop/protocol';

interface AuthText {
  title: string;
  /** When to choose it. */
  text: string;
}

export const authTexts: Record<ProviderAuthType, AuthText> = {
  api_key: {
    title: 'API key',
    text: 'The quickest start: an Amazon Bedrock API key from the AWS console, short- or long-term.',
  },
  iam_credentials: {
    title: 'IAM credentials',
    text: 'An access key of an IAM user, or temporary keys with a session token.',
  },
  assume_role: {
    title: 'Assume role',
    text: 'Best for production and other accounts: no secret is stored, AWS hands out keys that last an hour.',
  },
  server_credentials: {
    title: 'Server credentials',
    text: 'What this machine has already: a profile, a container role, an instance role, or IRSA on EKS.',
  },
};

/** By which words a provider's own way in can be told from another's; never a secret. */
export function describeAuth(auth: ProviderAuth): string | undefined {
  switch (auth.type) {
    case 'iam_credentials':
      return auth.access_key_id;
    case 'api_key':
      return auth.key_hint === '' ? undefined : auth.key_hint;
    case 'assume_role':
      return auth.role_arn;
    case 'server_credentials':
      return undefined;
    default:
      return auth satisfies never;
  }
}
