/** What the list is narrowed to, as it stands in the page's address. */
export interface ListFilter {
  /** Part of a name, a model, an error, a question or an answer; or a trace id. */
  q?: string;
  /** The whole name of one. */
  model?: string;
  errors?: 'true';
  since?: Since;
}

export const sinceChoices = ['15m', '1h', '24h', '7d'] as const;
export type Since = (typeof sinceChoices)[number];

const minutes: Record<Since, number> = { '15m': 15, '1h': 60, '24h': 24 * 60, '7d': 7 * 24 * 60 };

export const sinceLabels: Record<Since, string> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
};

export function parseListFilter(search: Record<string, unknown>): ListFilter {
  const { q, model, errors } = search;
  const since = sinceChoices.find((choice) => choice === search['since']);
  return {
    ...(typeof q === 'string' && q !== '' && { q: q.slice(0, 200) }),
    ...(typeof model === 'string' && model !== '' && { model: model.slice(0, 2048) }),
    ...(errors === 'true' && { errors }),
    ...(since && { since }),
  };
}

export function isFiltering(filter: ListFilter): boolean {
  return Object.keys(filter).length > 0;
}

/** In microseconds; undefined for any time. */
export function findStartedFrom(since: Since | undefined, nowMs: number): number | undefined {
  return since && Math.floor(nowMs - minutes[since] * 60_000) * 1000;
}
