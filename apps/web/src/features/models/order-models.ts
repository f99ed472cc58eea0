import type { ModelSummary } from '@outcrop/protocol';

import { shortenModel } from '../../lib/shorten-model.ts';

const firstMakers = ['anthropic', 'amazon'];

/** Not the size, as in "17b", nor a date. */
const versionPattern = /(?<![\d.])(\d{1,2})(?:[.-](\d{1,2}))?(?![\db])/;

interface Place {
  maker: string;
  isConversational: boolean;
  version: number;
  date: number;
  id: string;
  name: string;
}

/** Whether it answers messages; of one that nothing is known about, yes. */
export function isConversational({ mode }: ModelSummary): boolean {
  return mode === null || mode === 'chat';
}

/** "claude-sonnet-4-5" → 4.05, for the order only; -1 without one. */
function readVersion(name: string): number {
  const [, major, minor = '0'] = versionPattern.exec(name) ?? [];
  return major === undefined ? -1 : Number(major) + Number(minor) / 100;
}

function findPlace(model: ModelSummary): Place {
  const { name, profile_scope: scope } = model;
  const id = scope !== null && name.startsWith(`${scope}.`) ? name.slice(scope.length + 1) : name;
  const dot = id.indexOf('.');
  return {
    maker: dot === -1 ? '' : id.slice(0, dot),
    isConversational: isConversational(model),
    version: readVersion(shortenModel(id)),
    date: Number(/-(\d{8})(?!\d)/.exec(id)?.[1] ?? 0),
    id,
    name,
  };
}

function rankMaker(maker: string): number {
  const rank = firstMakers.indexOf(maker);
  return rank === -1 ? firstMakers.length : rank;
}

function comparePlaces(a: Place, b: Place): number {
  return (
    rankMaker(a.maker) - rankMaker(b.maker) ||
    a.maker.localeCompare(b.maker) ||
    Number(b.isConversational) - Number(a.isConversational) ||
    b.version - a.version ||
    b.date - a.date ||
    a.id.localeCompare(b.id) ||
    a.name.length - b.name.length ||
    a.name.localeCompare(b.name)
  );
}

/** Models added by hand, then those of each maker: conversations before the rest, the newest first where names tell. */
export function orderModels(models: readonly ModelSummary[]): ModelSummary[] {
  return models
    .map((model) => ({ model, isCustom: model.source === 'custom', place: findPlace(model) }))
    .toSorted((a, b) => Number(b.isCustom) - Number(a.isCustom) || comparePlaces(a.place, b.place))
    .map(({ model }) => model);
}
