import type { TraceSummary } from '@outcrop/protocol';
import { useMemo, useState } from 'react';

interface KnownModels {
  project: string;
  models: readonly string[];
}

/** The models of every trace of the project that was listed, also under another filter, and the one that is chosen. */
export function useKnownModels(
  project: string,
  traces: readonly TraceSummary[] | undefined,
  chosen: string | undefined,
): string[] {
  const [known, setKnown] = useState<KnownModels>({ project, models: [] });
  const before = known.project === project ? known.models : [];
  const listed = traces?.flatMap((trace) => trace.models) ?? [];
  const models = [...new Set([...before, ...listed])];
  if (known.project !== project || models.length > before.length) setKnown({ project, models });
  return useMemo(
    () => [...new Set([...known.models, ...(chosen === undefined ? [] : [chosen])])].sort(),
    [known, chosen],
  );
}
