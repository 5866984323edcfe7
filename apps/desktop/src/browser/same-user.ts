/** Whether the program at the other end of a loopback connection runs as this user. */
import { readFile } from 'node:fs/promises';

interface Ends {
  remotePort?: number | undefined;
  localPort?: number | undefined;
}

const LOOPBACK = '0100007F';
const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/** The user id behind the client's end in `/proc/net/tcp` (proc(5)), or `undefined` where it isn't listed. */
export const findClientUser = (table: string, remotePort: number, localPort: number): number | undefined => {
  const from = `${LOOPBACK}:${hexPort(remotePort)}`;
  const to = `${LOOPBACK}:${hexPort(localPort)}`;
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/);
    if (columns[1] === from && columns[2] === to) return Number(columns[7]);
  }
  return undefined;
};

/**
 * On Linux another user could read a one-time address from the command line of the browser that opens it, and be first:
 * the kernel says whose each connection is. Elsewhere, and where it doesn't say, the token alone decides.
 */
export const isSameUser = async ({ remotePort, localPort }: Ends): Promise<boolean> => {
  if (process.platform !== 'linux' || remotePort === undefined || localPort === undefined) return true;
  try {
    const user = findClientUser(await readFile('/proc/net/tcp', 'utf8'), remotePort, localPort);
    return user === undefined || user === process.getuid?.();
  } catch {
    return true;
  }
};
