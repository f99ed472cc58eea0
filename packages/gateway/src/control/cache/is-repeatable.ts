/** Where the APIs that clients speak say how much chance is in an answer. */
const temperatures = [
  ['temperature'],
  ['inferenceConfig', 'temperature'],
  ['generationConfig', 'temperature'],
];
const seeds = [['seed'], ['additionalModelRequestFields', 'seed']];

/** Whether a request asks for the same answer each time: by a temperature of 0, or a seed. */
export function isRepeatable(body: Uint8Array): boolean {
  let request: unknown;
  try {
    request = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
  } catch {
    return false;
  }
  return (
    temperatures.some((path) => readPath(request, path) === 0) ||
    seeds.some((path) => typeof readPath(request, path) === 'number')
  );
}

function readPath(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}
