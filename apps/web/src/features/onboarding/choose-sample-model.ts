import type { ModelSummary } from '@outcrop/protocol';

const usualModel = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

function isChat({ mode, abilities }: ModelSummary): boolean {
  return mode === 'chat' || abilities.includes('tools');
}

/** A model for a snippet: one that can be called here, a usual one while none is known. */
export function chooseSampleModel(models: readonly ModelSummary[]): string {
  const callable = models.filter((model) => isChat(model) && model.is_available !== false);
  const usual = callable.find(({ name }) => name === usualModel);
  return (usual ?? callable.find((model) => model.is_available) ?? callable[0])?.name ?? usualModel;
}
