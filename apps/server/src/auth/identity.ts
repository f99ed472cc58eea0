import type { ApiKeyScope } from '@outcrop/protocol';
import type { StoredApiKey } from '@outcrop/workspace-store';
import type { FastifyRequest } from 'fastify';
import { ServerError } from '../server-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; `null` on routes that are open to everybody. */
    identity: Identity | null;
  }
}

/** Who asks: the holder of an API key, the server itself, or somebody signed in on the page. */
export interface Identity {
  kind: 'key' | 'session' | 'internal';
  /** The key's name, or `session`. */
  name: string;
  /** Present for `key`. */
  key?: StoredApiKey;
  /** `null`: every project. */
  project: string | null;
}

export const sessionIdentity: Identity = { kind: 'session', name: 'session', project: null };
/** The server, calling itself. */
export const internalIdentity: Identity = { kind: 'internal', name: 'internal', project: null };

export function hasScope({ key }: Identity, scope: ApiKeyScope): boolean {
  return key === undefined || key.scopes.includes(scope) || key.scopes.includes('admin');
}

/** Whether a project is within reach. */
export function mayUseProject({ project }: Identity, name: string): boolean {
  return project === null || project === name;
}

/** The one who asks, on a route that lets nobody in unknown. */
export function getIdentity({
  identity,
  method,
  url,
}: Pick<FastifyRequest, 'identity' | 'method' | 'url'>): Identity {
  if (identity) return identity;
  throw new Error(`${method} ${url.split('?', 1)[0]} asks who is there, but lets in everybody`);
}

/** Throws 403 for a project that is out of reach; says the same whether it exists or not. */
export function checkProject(identity: Identity, name: string): void {
  if (mayUseProject(identity, name)) return;
  throw new ServerError(
    `[outcrop] the API key ${JSON.stringify(identity.name)} is for the project ${JSON.stringify(identity.project)} and ` +
      `cannot use ${JSON.stringify(name)}: use a key of that project`,
    { code: 'foreign_project', statusCode: 403 },
  );
}

/** Throws 403 where a key of one project would change what is not that project's: of another, or (`null`) of all. */
export function checkOwner(identity: Identity, owner: string | null): void {
  if (owner !== null) return checkProject(identity, owner);
  if (identity.project === null) return;
  throw new ServerError(
    `[outcrop] the API key ${JSON.stringify(identity.name)} is for the project ${JSON.stringify(identity.project)} and ` +
      'cannot change what belongs to all projects: name the project, or use a key that is not restricted to one',
    { code: 'foreign_project', statusCode: 403 },
  );
}
