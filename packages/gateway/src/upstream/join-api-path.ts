/**
 * Puts a path of AWS's hosts behind the path of an API base. People also give the base of an OpenAI or Anthropic client,
 * which ends as the paths of those APIs begin: what both have is there once, and Bedrock's own paths are no part of it.
 */
export function joinApiPath(basePath: string, path: string): string {
  const [beginning, family] = /^(?:\/(openai|anthropic))?\/v1(?=\/)/.exec(path) ?? [];
  if (beginning === undefined) return basePath.replace(/\/(openai|anthropic)(\/v1)?$/, '') + path;
  if (basePath.endsWith('/v1')) return basePath + path.slice(beginning.length);
  if (family !== undefined && basePath.endsWith(`/${family}`))
    return basePath + path.slice(family.length + 1);
  return basePath + path;
}
