import { dropCredentials } from '../drop-credentials.ts';

/** Tiers that leave the choice to the service: they say nothing about what was served or what it costs. */
const openTiers: ReadonlySet<unknown> = new Set(['auto', 'standard_only']);

/** Every member of a request beside its messages, under its own name. Credentials are never kept. */
export function readRequestMetadata(
  body: Record<string, unknown>,
  content: ReadonlySet<string>,
): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(dropCredentials(body))) {
    if (value === undefined || value === null || content.has(name)) continue;
    if (name === 'service_tier' && openTiers.has(value)) continue;
    metadata[name] = value;
  }
  return metadata;
}
