import { GatewayError } from '../../gateway-error.ts';
import type { ListedModel } from '../../gateway-host.ts';

/** https://platform.claude.com/docs/en/api/models/list */
export interface AnthropicModel {
  type: 'model';
  id: string;
  display_name: string;
  created_at: string;
}

export interface AnthropicModelPage {
  data: AnthropicModel[];
  has_more: boolean;
  first_id: string | null;
  last_id: string | null;
}

const mostModels = 1000;

export function buildAnthropicModel({ name, displayName, createdAt }: ListedModel): AnthropicModel {
  return {
    type: 'model',
    id: name,
    display_name: displayName ?? name,
    created_at: new Date(createdAt).toISOString(),
  };
}

/** One page: after or before a model, in the order of the list. Throws a 400 for a limit that is none. */
export function buildAnthropicModelPage(
  models: readonly ListedModel[],
  query: URLSearchParams,
): AnthropicModelPage {
  const limit = parseLimit(query.get('limit'));
  const before = findIndex(models, query.get('before_id'));
  const after = findIndex(models, query.get('after_id'));
  const rest = models.slice(after === -1 ? 0 : after + 1, before === -1 ? models.length : before);
  const page = before === -1 ? rest.slice(0, limit) : rest.slice(-limit);
  return {
    data: page.map(buildAnthropicModel),
    has_more: page.length < rest.length,
    first_id: page[0]?.name ?? null,
    last_id: page.at(-1)?.name ?? null,
  };
}

function findIndex(models: readonly ListedModel[], name: string | null): number {
  return name === null ? -1 : models.findIndex((model) => model.name === name);
}

function parseLimit(value: string | null): number {
  const limit = value === null ? mostModels : Number(value);
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostModels) return limit;
  throw new GatewayError(`limit must be a whole number from 1 to ${mostModels}, not "${value}".`, {
    status: 400,
    code: 'invalid_value',
    param: 'limit',
  });
}
