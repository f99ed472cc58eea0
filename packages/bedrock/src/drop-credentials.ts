import { isRecord } from './read-value.ts';

/** Request members that list servers of tools, and what these need to be let in: Anthropic's, then OpenAI's words. */
const serverLists = ['mcp_servers', 'tools'] as const;
const credentialNames = ['authorization_token', 'authorization', 'headers'] as const;

/** The body of a request without the credentials that it passes on to servers of tools. A copy only where there are some. */
export function dropCredentials(body: Record<string, unknown>): Record<string, unknown> {
  let safe = body;
  for (const name of serverLists) {
    const servers = body[name];
    if (!Array.isArray(servers) || !servers.some(hasCredential)) continue;
    safe = { ...safe, [name]: servers.map((server: unknown) => maskCredentials(server)) };
  }
  return safe;
}

function hasCredential(server: unknown): boolean {
  return isRecord(server) && credentialNames.some((name) => name in server);
}

function maskCredentials(server: unknown): unknown {
  if (!isRecord(server)) return server;
  const given = credentialNames.filter((name) => name in server);
  return { ...server, ...Object.fromEntries(given.map((name) => [name, '[credential]'])) };
}
