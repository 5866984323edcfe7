/**
 * Makes the checkout ready to run; does nothing, quickly, where it is.
 */
import { join } from 'node:path';
import { stopCommands } from './command.mjs';
import { holdSetupLock } from './lock.mjs';
import { installPackages, packagesAreInstalled } from './packages.mjs';
import { say } from './report.mjs';
import { installToolchain, recallToolchain } from './toolchain.mjs';

/** @param {string} root @returns {Promise<import('./toolchain.mjs').Toolchain>} */
export async function makeReady(root) {
  const recalled = recallToolchain(root);
  if (recalled !== undefined && packagesAreInstalled(root)) return recalled;

  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    stopCommands();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await holdSetupLock(join(root, '.plexi'), async () => {
      const toolchain = recallToolchain(root) ?? (await installToolchain(root));
      if (!packagesAreInstalled(root)) {
        await installPackages(root, toolchain);
        say('Ready.');
      }
      return toolchain;
    });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
