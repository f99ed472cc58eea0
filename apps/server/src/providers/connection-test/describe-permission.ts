import { GatewayError, type ProviderClient, type UpstreamProvider } from '@outcrop/gateway';
import { listAccountModels } from '../../models/account-models.ts';
import type { StepFinding } from './test-connection.ts';
import { findWayOut } from './way-out.ts';

export interface PermissionQuestion {
  upstream: UpstreamProvider;
  client: ProviderClient;
}

/** What the account can see. That it may not look is a warning: calls of models need no such permission. */
export async function describePermission({ upstream, client }: PermissionQuestion): Promise<StepFinding> {
  try {
    const { models } = await listAccountModels(client, upstream);
    return {
      message: `The account can see ${models.size} models and profiles in ${upstream.endpoint.region}.`,
    };
  } catch (error) {
    if (!(error instanceof GatewayError) || !isListRefused(error)) throw error;
    const { message } = error;
    const type = error.exception ?? error.code;
    const advice = findWayOut({ step: 'permission', type, message });
    return {
      message: `Warning: the models of the account cannot be listed (${type}: ${message}). ${advice}`,
    };
  }
}

/** Refused or not there, as behind an API base that only calls models; not: wrong credentials or nobody there. */
function isListRefused({ exception = '', status, message }: GatewayError): boolean {
  const isKeyRefused = /API Key|bearer|security token/i.test(message);
  return (
    (exception.startsWith('AccessDenied') && !isKeyRefused) ||
    exception === 'UnknownOperationException' ||
    status === 404
  );
}
