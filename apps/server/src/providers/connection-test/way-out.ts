import type { ConnectionStep } from '@outcrop/protocol';

interface WayOut {
  step?: ConnectionStep['name'];
  /** Of AWS's name of the error, or of our own code. */
  type: RegExp;
  message?: RegExp;
  advice: string;
}

/** What to do about an error; the first that fits. */
const waysOut: readonly WayOut[] = [
  {
    type: /^server_credentials_off$/,
    advice: 'Use an access key or a Bedrock API key, or ask whoever runs this server.',
  },
  {
    type: /^(CredentialsProviderError|no_server_credentials)$/,
    advice:
      'Give the machine that Outcrop runs on credentials: AWS_PROFILE, AWS_ACCESS_KEY_ID, or a role of the instance, container or ' +
      'service account. Then test again.',
  },
  { type: /^secret_unreadable$/, advice: 'Enter the secret again, or give the server its former key back.' },
  {
    step: 'sts',
    type: /^AccessDenied/,
    advice:
      'Check that the role exists, that its trust policy names the principal and the external id shown here, and that the server’s own ' +
      'credentials may call sts:AssumeRole on it.',
  },
  {
    type: /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId)$/,
    advice:
      'AWS does not know this access key: copy it again, and check that it is active. Temporary credentials need their session token.',
  },
  {
    type: /^(SignatureDoesNotMatch|InvalidSignatureException)$/,
    advice: 'The secret access key does not belong to the access key: enter both again.',
  },
  {
    type: /^(ExpiredToken|ExpiredTokenException|api_key_expired|TokenRefreshRequired)$/,
    advice: 'These credentials have expired: replace them by new ones.',
  },
  {
    type: /^RegionDisabledException$/,
    advice: 'Activate STS for this Region in IAM → Account settings, or choose another Region.',
  },
  {
    type: /^AccessDenied/,
    message: /API Key|bearer|security token/i,
    advice:
      'Bedrock does not take this API key: copy it again, check its Region and that it has not expired.',
  },
  {
    step: 'permission',
    type: /^AccessDenied/,
    advice:
      'Models can be called without it, but Outcrop cannot tell which there are. Allow bedrock:ListFoundationModels and ' +
      'bedrock:ListInferenceProfiles (see the permission policy).',
  },
  {
    type: /^AccessDenied/,
    advice:
      'Allow bedrock:InvokeModel for this model (see the permission policy), and check under Bedrock → Model access that the account ' +
      'has the model. A service control policy may also forbid it.',
  },
  {
    type: /^ResourceNotFoundException$/,
    advice: 'The model is not served in this Region, or is at the end of its life: choose another Region.',
  },
  {
    type: /^ThrottlingException$/,
    advice: 'The connection works; the account’s quota is used up just now. Test again in a minute.',
  },
  {
    type: /^sts_unreachable$/,
    advice:
      'Let this server reach STS of this Region, where roles are assumed: through the firewall or proxy, or by a VPC endpoint for STS.',
  },
  {
    type: /^upstream_unreachable$/,
    advice:
      'Check the Region and the API base, and that this server may reach them through firewall and proxy.',
  },
  {
    type: /^upstream_timeout$/,
    advice: 'Nothing answered in time: check the API base, and the network between this server and it.',
  },
  {
    type: /^private_address$/,
    advice:
      'The API base is at a private address: whoever runs this server allows that with OUTCROP_ALLOW_PRIVATE_ENDPOINTS=on.',
  },
];

export interface Failure {
  step: ConnectionStep['name'];
  type: string;
  message: string;
}

export function findWayOut({ step, type, message }: Failure): string {
  const known = waysOut.find(
    (way) =>
      (way.step === undefined || way.step === step) &&
      way.type.test(type) &&
      (!way.message || way.message.test(message)),
  );
  return (
    known?.advice ?? 'Look up AWS’s message above; the settings of this provider are the place to start.'
  );
}
