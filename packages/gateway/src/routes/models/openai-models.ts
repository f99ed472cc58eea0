import type { ListedModel } from '../../gateway-host.ts';

/** https://platform.openai.com/docs/api-reference/models/object */
export interface OpenAiModel {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
}

export function buildOpenAiModel({ name, createdAt, ownedBy }: ListedModel): OpenAiModel {
  return { id: name, object: 'model', created: Math.floor(createdAt / 1000), owned_by: ownedBy };
}

export function buildOpenAiModelList(models: readonly ListedModel[]): {
  object: 'list';
  data: OpenAiModel[];
} {
  return { object: 'list', data: models.map(buildOpenAiModel) };
}
