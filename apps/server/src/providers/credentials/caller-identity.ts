import { GatewayError, type UpstreamCredentials } from '@outcrop/gateway';

export interface CallerIdentity {
  arn: string;
  accountId: string;
}

export interface IdentityQuestion {
  credentials: UpstreamCredentials;
  region: string;
  /** Instead of AWS's own. */
  stsEndpoint: string | undefined;
}

/** Whose credentials these are, by STS. Needs no permission. Rejects with a GatewayError. */
export async function findCallerIdentity(question: IdentityQuestion): Promise<CallerIdentity> {
  const { credentials, region, stsEndpoint } = question;
  if (credentials.kind !== 'signature') {
    throw new GatewayError('STS does not take a Bedrock API key.', { status: 400, code: 'no_identity' });
  }
  // Loaded when first needed, as it takes a while.
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ region, endpoint: stsEndpoint, credentials: credentials.credentials });
  try {
    const { Arn: arn = '', Account: accountId = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { arn, accountId };
  } catch (cause) {
    throw mapStsError(cause, 'STS GetCallerIdentity');
  } finally {
    client.destroy();
  }
}

/** Of Node's sockets and resolver, and of the SDK's own clock. */
const neverAnswered = /^(?:E[A-Z_]+|TimeoutError)$/;

/** What STS said, or that it did not answer: `sts_unreachable`. */
export function mapStsError(cause: unknown, what: string): GatewayError {
  const { name, message, code, $metadata } = cause as NodeJS.ErrnoException & {
    $metadata?: { requestId?: string; httpStatusCode?: number };
  };
  const reason = code ?? name;
  if ($metadata?.httpStatusCode === undefined && neverAnswered.test(reason)) {
    return new GatewayError(`${what}: STS cannot be reached from this server (${reason}).`, {
      status: 503,
      code: 'sts_unreachable',
      cause,
    });
  }
  return new GatewayError(`${what}: ${name}: ${message}`, {
    status: 503,
    code: 'sts_refused',
    exception: name,
    requestId: $metadata?.requestId,
    cause,
  });
}
