import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError, parseBraintrustParent, type Caller, type RequestOrigin } from '@outcrop/gateway';
import type { Authenticator } from '../auth/authenticator.ts';
import { hasScope, type Identity } from '../auth/identity.ts';
import { matchesModel } from '../auth/matches-model.ts';
import { defaultProject, isProjectName } from '../ingest/project-name.ts';
import { ServerError } from '../server-error.ts';

/** Most keys are used for one project. */
const maxCallersOfKey = 100;

export type AuthenticateCaller = (secret: string, origin: RequestOrigin) => Caller | Promise<Caller>;

/** Who calls the gateway; at once for a key that was used before. Throws a GatewayError. */
export function createCallerAuthentication(
  authenticator: Pick<Authenticator, 'authenticate'>,
): AuthenticateCaller {
  const callersByKey = new WeakMap<Identity, Map<string, Caller>>();

  function getCaller(identity: Identity, headers: IncomingHttpHeaders): Caller {
    const project = findProject(identity, headers);
    let callers = callersByKey.get(identity);
    if (!callers) callersByKey.set(identity, (callers = new Map()));
    let caller = callers.get(project);
    if (!caller) {
      caller = buildCaller(identity, project);
      if (callers.size < maxCallersOfKey) callers.set(project, caller);
    }
    return caller;
  }

  return function authenticateCaller(secret, { headers, address }) {
    try {
      const identity = authenticator.authenticate(secret, address);
      if (!(identity instanceof Promise)) return getCaller(identity, headers);
      return identity.then((found) => getCaller(found, headers)).catch(rethrow);
    } catch (error) {
      return rethrow(error);
    }
  };
}

function findProject(identity: Identity, headers: IncomingHttpHeaders): string {
  const header = headers['x-outcrop-project'];
  const named = typeof header === 'string' && header !== '' ? header : undefined;
  if (!hasScope(identity, 'gateway')) {
    throw forbidden(
      'missing_scope',
      `the API key ${JSON.stringify(identity.name)} may not use the gateway: it lacks the scope "gateway"`,
    );
  }
  if (named !== undefined && !isProjectName(named)) {
    throw new GatewayError('x-outcrop-project names no project: it takes 1 to 200 characters', {
      code: 'invalid_request',
      status: 400,
    });
  }
  if (identity.project === null) return named ?? findBraintrustProject(headers) ?? defaultProject;
  if (named === undefined || named === identity.project) return identity.project;
  throw forbidden(
    'foreign_project',
    `the API key ${JSON.stringify(identity.name)} is for the project ${JSON.stringify(identity.project)} and cannot use ` +
      `${JSON.stringify(named)}, which x-outcrop-project names`,
  );
}

/** What says where to log is no reason to refuse a call. */
function findBraintrustProject(headers: IncomingHttpHeaders): string | undefined {
  if (headers['x-bt-parent'] === undefined) return undefined;
  const { project } = parseBraintrustParent(headers);
  return project !== undefined && isProjectName(project) ? project : undefined;
}

function buildCaller({ name, key }: Identity, project: string): Caller {
  const models = key?.models ?? null;
  return {
    keyId: key?.id ?? 'internal',
    keyName: name,
    project,
    accountId: key?.parent_id ?? undefined,
    limits: key?.limits,
    defaults: key?.defaults,
    mayUseModel: (model) => models === null || matchesModel(models, model),
  };
}

function forbidden(code: string, message: string): GatewayError {
  return new GatewayError(message, { code, status: 403 });
}

function rethrow(error: unknown): never {
  if (!(error instanceof ServerError)) throw error;
  const { code, statusCode: status, retryAfterSeconds, message } = error;
  // The answer is one of the API that the client speaks, not of Outcrop's own.
  const plainMessage = message.replace(/^\[outcrop\] /, '');
  throw new GatewayError(plainMessage, { code, status, retryAfterSeconds, cause: error });
}
