import { formatCount, formatCounted } from '../../lib/format-number.ts';
import { isObject, type JsonObject, type JsonValue, readNumber } from '../../lib/json-value.ts';

const mostVisited = 10_000;

/** What the SDK keeps of a vector: how long it is in both senses. */
function isVectorSummary(value: JsonObject): boolean {
  return readNumber(value['dimensions']) !== undefined && readNumber(value['norm']) !== undefined;
}

/** Titan repeats its `embedding` in other number formats beside it. */
function listInner(value: JsonObject | JsonValue[]): (JsonValue | undefined)[] {
  if (!isObject(value) || value['embedding'] === undefined) return Object.values(value);
  return Object.values({ ...value, embeddingsByType: undefined });
}

function listVectors(root: JsonValue): JsonObject[] {
  const vectors: JsonObject[] = [];
  const stack = [root];
  for (let visited = 0; stack.length > 0 && visited < mostVisited; visited += 1) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isObject(value) && isVectorSummary(value)) vectors.push(value);
    else for (const inner of listInner(value)) if (inner !== undefined) stack.push(inner);
  }
  return vectors;
}

/** "3 vectors of 1,024 dimensions, norm 1" of an embedding's answer; undefined when there is no vector in it. */
export function describeVectors(value: JsonValue): string | undefined {
  const vectors = listVectors(value);
  if (vectors.length === 0) return undefined;
  const dimensions = new Set(vectors.map((vector) => formatCount(readNumber(vector['dimensions']) ?? 0)));
  const norms = vectors.map((vector) => readNumber(vector['norm']) ?? 0);
  const [least, most] = [Math.min(...norms), Math.max(...norms)];
  const norm = least === most ? `norm ${least}` : `norms ${least} to ${most}`;
  return `${formatCounted(vectors.length, 'vector')} of ${[...dimensions].join(' or ')} dimensions, ${norm}`;
}
