import { parseModelId } from '@outcrop/bedrock';
import type { ModelFormatSuggestion } from '@outcrop/protocol';
import type { TableProvider } from '../providers/provider-table.ts';
import { findFormat } from './format-patterns.ts';
import type { ModelsBehindArns } from './model-behind-arn.ts';

export interface FormatQuestion {
  modelId: string;
  /** Whose accounts may be asked about an ARN. */
  providers: readonly TableProvider[];
  behindArns: ModelsBehindArns;
}

/** What a form preselects: by the id, or by the model behind an ARN. */
export async function suggestFormat({
  modelId,
  providers,
  behindArns,
}: FormatQuestion): Promise<ModelFormatSuggestion> {
  const { region } = parseModelId(modelId);
  const known = findFormat(modelId);
  if (known) return { format: known.format, base_model_id: nameOf(modelId), reason: known.reason };
  for (const { upstream } of providers) {
    if (region !== undefined && region !== upstream.endpoint.region) continue;
    const behind = await behindArns.find(modelId, upstream);
    const found = behind === undefined ? undefined : findFormat(behind);
    if (behind !== undefined && found) {
      return {
        format: found.format,
        base_model_id: behind,
        reason: `it stands for ${behind}: ${found.reason}`,
      };
    }
  }
  return {
    format: 'converse',
    base_model_id: null,
    reason: modelId.startsWith('arn:')
      ? 'the ARN does not say its model, and no provider of its Region could tell: Converse fits most'
      : 'this is no id of Bedrock that we know: Converse fits most',
  };
}

/** Of an ARN that says its model. */
function nameOf(modelId: string): string | null {
  if (!modelId.startsWith('arn:')) return null;
  const { profilePrefix, baseModelId } = parseModelId(modelId);
  if (baseModelId === undefined) return null;
  return profilePrefix === undefined ? baseModelId : `${profilePrefix}.${baseModelId}`;
}
