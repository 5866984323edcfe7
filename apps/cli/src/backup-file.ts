/** `plexi account export` and `plexi account restore --backup`: a backup as a file of this machine. */
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Invocation } from '@plexi/operations/command';
import { LIMITS, plexiError } from '@plexi/protocol';
import { backupPassphrase, newPassphrase } from './passphrase.ts';
import type { Session } from './session.ts';
import { callUnlocking } from './unlocking.ts';

interface Saved {
  backup: string;
  spaces: number;
  expires: string;
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Under its name only when it is whole and on disk. Throws FILE_EXISTS, FILE_UNWRITABLE, and what making a backup throws. */
export const saveBackup = async (session: Session, { operation, input }: Invocation): Promise<unknown> => {
  const { out, force } = operation.input.parse(input) as { out: string; force: boolean };
  const file = path.resolve(out);
  if (!force && (await isThere(file))) throw plexiError('FILE_EXISTS', { detail: file });
  const passphrase = await newPassphrase();
  const made = (await callUnlocking(session, 'account.backup', { passphrase })) as Saved;
  const part = `${file}.part`;
  try {
    await using handle = await open(part, 'w', 0o600);
    await handle.writeFile(Buffer.from(made.backup, 'base64url'));
    await handle.sync();
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw plexiError('FILE_UNWRITABLE', { cause: error, detail: file });
  }
  return { path: file, spaces: made.spaces, expires: made.expires };
};

const readBackup = async (file: string): Promise<Buffer> => {
  try {
    if ((await stat(file)).size > LIMITS.backupBytes)
      throw plexiError('BACKUP_INVALID', { detail: 'too long' });
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'BACKUP_INVALID') throw error;
    throw plexiError('FILE_UNREADABLE', { cause: error, detail: file });
  }
};

/** With a backup or without one. Throws FILE_UNREADABLE, and what restoring throws. */
export const restoreAccount = async (session: Session, invocation: Invocation): Promise<unknown> => {
  const { operation, file, input } = invocation;
  if (file === undefined) return session.call(operation.id, input);
  const backup = (await readBackup(path.resolve(file.path))).toString('base64url');
  return session.call(operation.id, { ...input, backup, opens: await backupPassphrase() });
};
