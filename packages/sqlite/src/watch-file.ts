import { statSync } from 'node:fs';
import { OutcropError } from '@outcrop/protocol';

/**
 * Returns a check that fails with code `store_unavailable` once the file at the path is not the one that is there now:
 * a database whose directory was removed takes writes as before, into a file that nobody can open again. Costs a stat.
 */
export function watchFile(path: string): () => void {
  const opened = statSync(path, { bigint: true });
  return function checkFile() {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (found?.ino === opened.ino && found.dev === opened.dev) return;
    throw new OutcropError(
      `[outcrop] ${path} was ${found ? 'replaced' : 'removed'} while Outcrop used it: nothing more can be kept. ` +
        'Restart Outcrop, which begins anew with what is there, or put the file back first.',
      { code: 'store_unavailable' },
    );
  };
}
