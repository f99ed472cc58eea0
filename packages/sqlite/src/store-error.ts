import { OutcropError } from '@outcrop/protocol';

const fullCodes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC']);

/**
 * Names what the driver said for those who call a store: code `store_full` when the disk or the database's limit is
 * reached, `store_unavailable` for everything else. An `OutcropError` is returned as it is.
 */
export function mapStoreError(error: unknown, path: string): OutcropError {
  if (OutcropError.is(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  const driverCode = readDriverCode(error);
  if (fullCodes.has(driverCode) || said.includes('disk is full')) {
    return new OutcropError(
      `[outcrop] ${path} is full (${said}): nothing of this write was kept. Free disk space, then send it again.`,
      { code: 'store_full', cause: error },
    );
  }
  return new OutcropError(
    `[outcrop] cannot use ${path} (${said}): check that the file exists, is writable and that no other program locks it.`,
    { code: 'store_unavailable', cause: error },
  );
}

function readDriverCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}
