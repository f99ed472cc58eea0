import { mapStoreError } from './store-error.ts';

/** Runs the work at once and rejects, rather than throws, with the store's error. */
export async function runOnDatabase<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw mapStoreError(error, path);
  }
}
