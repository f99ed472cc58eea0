import { invalidRequest } from '../../service-error.ts';

/** The named groups of an operation's path, each decoded exactly once. */
export function readPathLabels(path: string, pattern: RegExp): Record<string, string | undefined> {
  try {
    return Object.fromEntries(
      Object.entries(pattern.exec(path)?.groups ?? {}).map(([name, value]) => [
        name,
        decodeURIComponent(value),
      ]),
    );
  } catch {
    throw invalidRequest('A label of the path is not percent-encoded text.');
  }
}
