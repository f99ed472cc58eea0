import type { Target } from '../routing/target.ts';

/** The path of an operation on a model: the id, which may be an ARN with slashes, is encoded once. */
export function buildModelPath({ modelId }: Target, operation: string): string {
  return `/model/${encodeURIComponent(modelId)}/${operation}`;
}
