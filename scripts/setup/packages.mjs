/**
 * Our dependencies, installed when what decides about them has changed since the last time.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { showStep } from './report.mjs';
import { searchFirst } from './search-path.mjs';

/** Copies of these lie in `.plexi/ready` after a good install; `plexi` and `plexi.cmd` compare the same ones. */
const DECIDING = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'scripts/toolchain.json'];

/** pnpm's own patience, many minutes a package, is silence to the person who waits. */
const QUICK_TO_GIVE_UP = {
  pnpm_config_fetch_retries: '2',
  pnpm_config_fetch_retry_mintimeout: '1000',
  pnpm_config_fetch_retry_maxtimeout: '5000',
};
const STALL_MS = 90_000;

const readyCopy = (/** @type {string} */ root, /** @type {string} */ file) =>
  join(root, '.plexi', 'ready', file.replace('scripts/', ''));

/** @param {string} root */
export function packagesAreInstalled(root) {
  if (!existsSync(join(root, 'node_modules', '.modules.yaml'))) return false;
  return DECIDING.every((file) => {
    try {
      return readFileSync(join(root, file)).equals(readFileSync(readyCopy(root, file)));
    } catch {
      return false;
    }
  });
}

/**
 * @param {string} root
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
export async function installPackages(root, toolchain) {
  // Gone first: an install that is cut off half way must not look finished.
  rmSync(join(root, '.plexi', 'ready'), { recursive: true, force: true });
  await showStep('Installing dependencies (nothing is built from source).', async (tell) => {
    const seen = { resolved: 0, fetched: 0, imported: 0, reused: 0 };
    const args = ['install', '--frozen-lockfile', '--reporter=ndjson', '--config.confirmModulesPurge=false'];
    await runCommand(toolchain.pnpm, args, {
      cwd: root,
      env: {
        ...searchFirst([dirname(toolchain.node)]),
        // Its binary comes from a host that not every machine reaches: `start` fetches it, and copes without.
        ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
        ...QUICK_TO_GIVE_UP,
      },
      doing: 'Installing dependencies',
      stallMs: STALL_MS,
      onLine: (line) => {
        const status = /"name":"pnpm:progress".*?"status":"(\w+)"/.exec(line)?.[1];
        if (status === undefined || !(status in seen)) return false;
        seen[/** @type {keyof typeof seen} */ (status)]++;
        tell(`${seen.imported} of ${seen.resolved} packages in place, ${seen.fetched} fetched`);
        return true;
      },
    });
  });
  mkdirSync(join(root, '.plexi', 'ready'), { recursive: true });
  for (const file of DECIDING) copyFileSync(join(root, file), readyCopy(root, file));
}
