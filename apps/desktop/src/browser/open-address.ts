/** Opens an address in the system's browser. */
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { writePrivateFile } from '@plexi/peer/host';

const isOnPath = async (program: string): Promise<boolean> => {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    try {
      await access(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not here: the next folder.
    }
  }
  return false;
};

const start = async (program: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });

/** On macOS everybody may read a program's arguments, so the address goes through a file that only this user may read. */
const startThroughFile = async (address: string, folder: string): Promise<boolean> => {
  const file = path.join(folder, 'open.html');
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>PlexiChat</title>`;
  await writePrivateFile(file, page);
  return start('open', [file]);
};

/** Opens `address`, or says that it can't: no browser, no screen, or an automatic run. `folder` is private. */
export const openAddress = async (address: string, folder: string): Promise<boolean> => {
  const { env, platform } = process;
  if (env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false') return false;
  if (platform === 'darwin') return startThroughFile(address, folder);
  if (platform === 'win32') return start('rundll32', ['url.dll,FileProtocolHandler', address]);
  const screen = env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '';
  if (screen === '' || !(await isOnPath('xdg-open'))) return false;
  return start('xdg-open', [address]);
};
