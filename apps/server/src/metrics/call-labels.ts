import type { CallRecord } from '@outcrop/gateway';
import { formatLabels } from './metric-registry.ts';

/** Span metrics that are counted, by the `kind` that they are counted as. */
export const tokenKinds = {
  input: 'prompt_tokens',
  output: 'completion_tokens',
  cache_read: 'prompt_cached_tokens',
  cache_write: 'prompt_cache_creation_tokens',
} as const;

export type TokenKind = keyof typeof tokenKinds;

/** The labels of calls that are alike. */
export interface CallLabels {
  model: string;
  /** API, model and provider. */
  call: string;
  /** Model and provider. */
  cost: string;
  tokens: Readonly<Record<TokenKind, string>>;
  /** Those of `call` with the status, as far as they were asked for. */
  byStatus: Map<number, string>;
}

const maxKnown = 1000;

/** Finds the labels of a call. They are put together once for all calls that are alike. */
export function createFindCallLabels(): (call: CallRecord) => CallLabels {
  const known = new Map<string, CallLabels>();
  return (call) => {
    const { api, model: name, attempts, cachedFrom } = call;
    const target = attempts.at(-1)?.target;
    const apiName = api.kind === 'native' ? api.command : api.api;
    const provider = target?.provider.name ?? '';
    // What a client makes up is no label: a model counts by its name only once a provider serves it.
    const model = target === undefined && cachedFrom === undefined ? '' : name;
    const key = `${apiName}\n${provider}\n${model}`;
    let labels = known.get(key);
    if (!labels) {
      if (known.size >= maxKnown) known.clear();
      known.set(key, (labels = buildLabels({ api: apiName, model, provider })));
    }
    return labels;
  };
}

export function findStatusLabels({ call, byStatus }: CallLabels, status: number): string {
  let labels = byStatus.get(status);
  if (labels === undefined)
    byStatus.set(status, (labels = `${call},${formatLabels({ status: String(status) })}`));
  return labels;
}

function buildLabels(fields: { api: string; model: string; provider: string }): CallLabels {
  const { model, provider } = fields;
  const format = (kind: TokenKind): string => formatLabels({ model, provider, kind });
  return {
    model,
    call: formatLabels(fields),
    cost: formatLabels({ model, provider }),
    tokens: {
      input: format('input'),
      output: format('output'),
      cache_read: format('cache_read'),
      cache_write: format('cache_write'),
    },
    byStatus: new Map(),
  };
}
