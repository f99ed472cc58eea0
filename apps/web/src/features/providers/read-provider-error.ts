import { readErrorMessage } from '../../lib/describe-error.ts';

/** The fields of the API by what the form calls them. */
const fieldLabels: Record<string, string> = {
  api_base: 'the API base',
  http_version: 'the HTTP version',
  'auth.api_key': 'the Bedrock API key',
  'auth.access_key_id': 'the access key id',
  'auth.secret_access_key': 'the secret access key',
  'auth.session_token': 'the session token',
  'auth.role_arn': 'the role ARN',
};

/** Why a provider was refused, in the words of the form. */
export function readProviderError({ name, message }: Error): string {
  const worded = message.replaceAll(
    /\b(?:auth\.)?[a-z]+(?:_[a-z]+)+\b/g,
    (field) => fieldLabels[field] ?? field,
  );
  return readErrorMessage({ name, message: worded });
}
