import type { SecretKey } from '../secrets/secret-key.ts';

/** What the operator decides about providers. */
export interface ProviderConfig {
  secretKey: SecretKey | undefined;
  /** Opens what was sealed before `secretKey` took its place. */
  previousSecretKey: SecretKey | undefined;
  /** Whether providers may call Bedrock with the credentials of the machine that the server runs on. */
  isServerCredentialsAllowed: boolean;
  /** Whether an API base may be at a private address. */
  isPrivateEndpointAllowed: boolean;
  /** Instead of AWS's own hosts for STS. */
  stsEndpoint: string | undefined;
}
