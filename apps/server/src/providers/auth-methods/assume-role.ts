import { invalidProvider } from '../invalid-provider.ts';
import { type AuthMethod } from './auth-method.ts';

/** A role of the customer's account, which the server assumes with its own credentials. */
export const assumeRole: AuthMethod<'assume_role'> = {
  read({ role_arn }, { externalId, before }) {
    const roleArn = role_arn.trim();
    if (!/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(roleArn)) {
      throw invalidProvider(
        'auth.role_arn is no ARN of a role: it looks like arn:aws:iam::123456789012:role/outcrop-bedrock',
      );
    }
    const external_id = before?.auth.external_id ?? externalId;
    return { auth: { type: 'assume_role', role_arn: roleArn, external_id }, secrets: {} };
  },
  createSource: ({ auth }, { roles, region }) =>
    roles.find({ roleArn: auth.role_arn, externalId: auth.external_id, region }),
  isSecretSent: false,
  describe: ({ role_arn }) => ({ role_arn }),
};
