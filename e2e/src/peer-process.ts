/** The process of a host's peer, which a test may kill. */
import { readdir, readFile } from 'node:fs/promises';

const PEER_PROGRAM = 'apps/desktop/src/peer/main.ts';

/** The fields after the name, which is in brackets and may hold anything. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const parentOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);

/** Its process id; `undefined` while there is none, or where there is no /proc. */
export const findPeer = async (host: number): Promise<number | undefined> => {
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/u.test(name)) continue;
    // It may end while it is looked at.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const commandLine = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (parentOf(stat) === host && commandLine.includes(PEER_PROGRAM)) return Number(name);
  }
  return undefined;
};
