import { type Emulator, scriptHeader } from '@outcrop/emulator';
import type { Target } from '../src/routing/target.ts';

import { createTestTarget } from './start-test-gateway.ts';

/** Names that say how a model is asked and how the emulator misbehaves: `converse/amazon.nova-pro-v1:0#cut-after=3`. */
export function findScriptedTargets(model: string, emulator: Emulator): Target[] {
  const [, format, modelId = model, script] = /^(\w+)\/([^#]+)(?:#(.*))?$/.exec(model) ?? [];
  const headers: Record<string, string> = script === undefined ? {} : { [scriptHeader]: script };
  const options = { endpoint: { headers }, ...(format && { format: format as Target['format'] }) };
  return [createTestTarget(emulator.url, modelId, options)];
}

export const claude = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
