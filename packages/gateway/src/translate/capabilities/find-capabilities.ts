import { findModel, parseModelId } from '@outcrop/bedrock';
import { capabilityRules, defaultCapabilities, type ModelCapabilities } from './model-capabilities.ts';

const known = new Map<string, ModelCapabilities>();
// Ids come from clients, so the memory of them is bounded.
const mostKnown = 1000;

/**
 * What a model takes. Takes any form of model id; for an ARN that does not say its model pass the id of the model behind it,
 * else the defaults hold.
 */
export function findCapabilities(modelId: string): ModelCapabilities {
  let capabilities = known.get(modelId);
  if (!capabilities) {
    capabilities = buildCapabilities(modelId);
    if (known.size >= mostKnown) known.clear();
    known.set(modelId, capabilities);
  }
  return capabilities;
}

function buildCapabilities(modelId: string): ModelCapabilities {
  const { baseModelId } = parseModelId(modelId);
  const capabilities = { ...defaultCapabilities };
  if (baseModelId === undefined) return capabilities;
  for (const rule of capabilityRules) {
    if (rule.match.test(baseModelId)) Object.assign(capabilities, rule.capabilities);
  }
  const listed = [findModel(modelId), findModel(baseModelId)].filter((model) => model !== undefined);
  const maxOutputTokens = listed.find((model) => model.maxOutputTokens !== undefined)?.maxOutputTokens;
  if (maxOutputTokens !== undefined) capabilities.maxOutputTokens = maxOutputTokens;
  if (listed.length > 0 && !listed.some((model) => model.supports?.promptCaching)) {
    capabilities.promptCache = { ...capabilities.promptCache, isSupported: false };
  }
  return capabilities;
}
