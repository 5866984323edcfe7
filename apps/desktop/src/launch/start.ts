/** `npm start`: the desktop window where Electron works, else the system's browser, and why. */

import { DEFAULT_PROFILE, profileFolder } from '@plexi/peer/host';
import { toPlexiError } from '@plexi/protocol';
import manifest from '../../package.json' with { type: 'json' };
import { type BrowserHost, startBrowserHost } from '../browser/browser-host.ts';
import { openAddress } from '../browser/open-address.ts';
import { buildDesktop } from './build.ts';
import { electronVersion, fetchElectron, findElectron } from './electron-binary.ts';
import { forgetFailure, recallFailure, rememberFailure } from './electron-failure.ts';
import { parseStartOptions, START_USAGE, type StartOptions } from './options.ts';
import { PLACES } from './places.ts';
import { startElectron } from './run-electron.ts';
import { findStarter, type StarterLink } from './starter-link.ts';

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

interface Start {
  options: StartOptions;
  folder: string;
  profile: string;
  join: string | undefined;
  starter: StarterLink | undefined;
}

const lacksScreen = (): boolean =>
  process.platform === 'linux' && (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') === '';

/** Resolves when this is to stop: by a signal, or with whoever started it. */
const whenStopped = async (starter: StarterLink | undefined): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        resolve();
        // Who asks twice does not want to wait.
        process.once(signal, () => process.exit(130));
      });
    void starter?.gone.then(resolve);
  });

/** Prints the address, opens it where that is wanted and can be, and tells whoever started this. */
const showAddress = async (start: Start, address: string): Promise<void> => {
  process.stdout.write(`PlexiChat (${start.profile}) is at ${address}\n`);
  const opened = !start.options.noOpen && (await openAddress(address, start.folder));
  say(
    opened ? 'It opens in your browser. ' : 'Open that address in a browser on this machine; it works once.',
  );
  start.starter?.tellOpened(opened ? undefined : address);
};

const waitForSecond = async (host: BrowserHost, stopped: Promise<void>): Promise<void> => {
  if (host.second.count === 0) return;
  say('Quit. A profile that was opened from here is still there; Ctrl-C stops it too.');
  await Promise.race([host.second.ended(), stopped]);
};

const runInBrowser = async (start: Start, reason: string | undefined): Promise<number> => {
  if (reason !== undefined) say(`Opening in the browser, because ${reason}.`);
  const stopped = whenStopped(start.starter);
  const result = await startBrowserHost({
    folder: start.folder,
    profile: start.profile,
    version: manifest.version,
    files: PLACES.interface,
    relayProgram: PLACES.relayProgram,
    starter: {
      node: process.execPath,
      args: [PLACES.startProgram, '--browser', ...(start.options.noOpen ? ['--no-open'] : [])],
    },
    reason,
    join: start.join,
    say,
  });
  if ('running' in result) {
    if (result.running === undefined) say('PlexiChat is open already; its window comes to the front.');
    else await showAddress(start, result.running);
    return 0;
  }
  const { host } = result;
  await showAddress(start, host.address);
  say('Ctrl-C stops it.');
  await Promise.race([stopped, host.quit]);
  await host.stop();
  await Promise.race([waitForSecond(host, stopped), stopped]);
  await host.second.stop();
  return 0;
};

/** Electron's binary, or why it can't be had. */
const obtainElectron = async (options: StartOptions): Promise<{ binary: string } | { reason: string }> => {
  if (lacksScreen()) return { reason: 'there is no display here for a window' };
  const known = options.electron ? undefined : await recallFailure(electronVersion());
  if (known !== undefined)
    return { reason: `Electron did not work here before: ${known}. npm start -- --electron tries again` };
  const present = findElectron();
  if (present !== undefined) return { binary: present };
  const problem = await fetchElectron(say);
  const fetched = findElectron();
  if (fetched !== undefined) return { binary: fetched };
  await rememberFailure(electronVersion(), problem ?? 'its binary is not there');
  return { reason: `Electron did not work: ${problem ?? 'its binary is not there'}` };
};

const runInWindow = async (start: Start): Promise<number> => {
  const electron = await obtainElectron(start.options);
  if ('reason' in electron) return runInBrowser(start, electron.reason);
  const { folder, profile, join } = start;
  const begun = await startElectron({
    binary: electron.binary,
    folder,
    profile,
    join,
    version: manifest.version,
  });
  if ('failed' in begun) {
    await rememberFailure(electronVersion(), begun.failed);
    return runInBrowser(start, `Electron did not work: ${begun.failed}`);
  }
  await forgetFailure();
  if ('running' in begun) {
    if (begun.running === undefined) say('PlexiChat is open already; its window comes to the front.');
    else await showAddress(start, begun.running);
    return 0;
  }
  start.starter?.tellOpened(undefined);
  void whenStopped(start.starter).then(() => begun.window.kill('SIGTERM'));
  return begun.ended;
};

/** Starts the app; resolves with the exit status when it has ended. */
export const start = async (args: readonly string[]): Promise<number> => {
  const options = parseStartOptions(args);
  if ('wrong' in options) {
    say(`${options.wrong}\n\n${START_USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${START_USAGE}\n`);
    return 0;
  }
  try {
    const starter = await findStarter();
    const profile = options.profile ?? DEFAULT_PROFILE;
    const begun: Start = { options, folder: profileFolder(profile), profile, join: starter?.join, starter };
    const problem = await buildDesktop(say);
    if (problem !== undefined) {
      say(`${problem}\nThe interface could not be built. Please report this.`);
      return 1;
    }
    return await (options.browser ? runInBrowser(begun, undefined) : runInWindow(begun));
  } catch (error) {
    const { code, message, next } = toPlexiError(error);
    say(`${code}: ${message}\n${next}`);
    return 1;
  }
};
