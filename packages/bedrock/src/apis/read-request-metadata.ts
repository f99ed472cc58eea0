/** Tiers that leave the choice to the service: they say nothing about what was served or what it costs. */
const openTiers: ReadonlySet<unknown> = new Set(['auto', 'standard_only']);

/** Every member of a request that is no content, under its own name. */
export function readRequestMetadata(
  body: Record<string, unknown>,
  content: ReadonlySet<string>,
): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value === undefined || value === null || content.has(name)) continue;
    if (name === 'service_tier' && openTiers.has(value)) continue;
    metadata[name] = value;
  }
  return metadata;
}
