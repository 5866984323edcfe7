/** What goes wrong underneath, in the terms of the error table. */
import { type ErrorCode, isPlexiError, type PlexiError, plexiError, toPlexiError } from '@plexi/protocol';

/** No space left, a quota used up, or a limit on the size of files. */
const isFull = (code: string): boolean => ['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'EFBIG'].includes(code);

const codeOf = (code: string): ErrorCode => {
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return 'STORE_CORRUPT';
  // The file ends inside a page, or the file system itself noticed.
  if (
    code === 'SQLITE_IOERR_SHORT_READ' ||
    code === 'SQLITE_IOERR_DATA' ||
    code === 'SQLITE_IOERR_CORRUPTFS'
  ) {
    return 'STORE_CORRUPT';
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'PROFILE_IN_USE';
  return isFull(code) ? 'STORE_FULL' : 'STORE_FAILED';
};

/**
 * An error of the table for whatever the database or the file system threw. SQLite's messages name tables and conditions,
 * never values, but only its code goes into ours.
 */
export const toStoreError = (error: unknown): PlexiError => {
  if (isPlexiError(error)) return error;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const { code } = error;
    if (code.startsWith('SQLITE_')) return plexiError(codeOf(code), { cause: error, detail: code });
    return plexiError(isFull(code) ? 'STORE_FULL' : 'STORE_FAILED', { cause: error, detail: code });
  }
  if (error instanceof TypeError && error.message.includes('directory does not exist')) {
    return plexiError('STORE_FAILED', { cause: error, detail: 'the folder does not exist' });
  }
  return toPlexiError(error);
};
