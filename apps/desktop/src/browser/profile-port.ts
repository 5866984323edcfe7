/** [D2] A profile's port stays the same: at another one the browser would not find what it keeps for it. */
import path from 'node:path';
import { findFreePort, readSmallFile, readVaultFiles, writePrivateFile } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';

const portFile = (profile: string): string => path.join(profile, 'port');

const readPort = async (profile: string): Promise<number | undefined> => {
  const bytes = await readSmallFile(portFile(profile), 16);
  const port = bytes === undefined ? Number.NaN : Number(new TextDecoder().decode(bytes).trim());
  return Number.isInteger(port) && port >= 1024 && port <= 65_535 ? port : undefined;
};

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'PORT_IN_USE';

const CHOICES = 5;

/** Listens on a fresh port and keeps it. */
const listenAnew = async <T>(profile: string, listen: (port: number) => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    const port = await findFreePort();
    try {
      const listening = await listen(port);
      await writePrivateFile(portFile(profile), `${port}\n`);
      return listening;
    } catch (error) {
      if (!isTaken(error) || tries === CHOICES) throw error;
    }
  }
};

/**
 * Listens on the profile's port, chosen when it is first needed. Throws PORT_IN_USE when another program has taken it,
 * unless the profile has no account yet, so that nothing is lost with it.
 */
export const listenOnProfilePort = async <T>(
  profile: string,
  listen: (port: number) => Promise<T>,
): Promise<T> => {
  const port = await readPort(profile);
  if (port === undefined) return listenAnew(profile, listen);
  try {
    return await listen(port);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if ((await readVaultFiles(profile)) === undefined) return listenAnew(profile, listen);
    throw plexiError('PORT_IN_USE', {
      cause: error,
      detail: `port ${port}, which this profile's drafts in the browser belong to; stop the program that listens there, or delete ${portFile(profile)} to choose another port and lose unsent drafts`,
    });
  }
};
