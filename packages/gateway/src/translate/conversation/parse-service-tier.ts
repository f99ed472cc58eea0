import { parseOptionalString } from './parse-field.ts';
import type { TranslationContext } from './translation-context.ts';

const tiers: Readonly<Record<string, string>> = { default: 'default', flex: 'flex', priority: 'priority' };

/** Bedrock has OpenAI's tiers by the same words; `auto` leaves it to the account. */
export function parseServiceTier(value: unknown, context: TranslationContext): string | undefined {
  const tier = parseOptionalString(value, 'service_tier');
  if (tier === undefined || tier === 'auto') return undefined;
  if (Object.hasOwn(tiers, tier)) return tiers[tier];
  context.drop('service_tier', `Bedrock has default, flex and priority, not "${tier}"`);
  return undefined;
}
