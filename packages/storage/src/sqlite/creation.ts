/**
 * A new file, made under another name: its own never names an empty or half-made one, so one that is found is damage, and
 * of two processes that create it at once neither can replace what the other has written.
 */
import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, linkSync, rmSync } from 'node:fs';
import { syncFile, syncFolder } from './upgrade.ts';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const NO_LINKS = new Set<string | undefined>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR']);

const publish = (made: string, path: string): void => {
  try {
    linkSync(made, path);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error;
    // exFAT and its like.
    copyFileSync(made, path, constants.COPYFILE_EXCL);
    syncFile(path, 'r+');
  }
  syncFolder(path);
};

/** Has `make` write a file and names it `path`, unless that is there by then. */
export const createFile = (path: string, make: (made: string) => void): void => {
  const made = `${path}.new-${randomBytes(6).toString('hex')}`;
  try {
    make(made);
    publish(made, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${made}${suffix}`, { force: true });
  }
};
