/** [D2] The app without Electron: a server on loopback, the peer as a child process, the system's browser as window. */
import { fileURLToPath } from 'node:url';
import { type LocalRelayLease, leaseLocalRelay } from '@plexi/peer/host';
import { toPlexiError } from '@plexi/protocol';
import { type AppContext, createAppHandlers } from '../host/app-operations.ts';
import { becomeHost } from '../host/host-control.ts';
import { createPanels } from '../host/panels.ts';
import { startNodePeer } from '../host/peer-process.ts';
import { supervisePeer } from '../host/peer-supervisor.ts';
import { createSecondProfiles, type Starter } from '../host/second-profile.ts';
import { routeCalls } from '../shared/app-calls.ts';
import { PANEL_PATH } from '../shared/panel-policy.ts';
import { listInterfaceFiles } from './interface-files.ts';
import { listenOnProfilePort } from './profile-port.ts';
import { createSessionBook } from './session-book.ts';
import { startWebServer } from './web-server.ts';

const PEER_PROGRAM = fileURLToPath(new URL('../peer/main.ts', import.meta.url));

export interface BrowserHostOptions {
  /** The profile's folder, and how it was named. */
  folder: string;
  profile: string;
  version: string;
  /** The folder of the built interface. */
  files: string;
  /** The relay's program, run by this Node. */
  relayProgram: string;
  /** How a second profile is started. */
  starter: Starter;
  /** Why there is no window. */
  reason: string | undefined;
  /** An invite link to open at. */
  join: string | undefined;
  /** Told what a person should know. */
  say: (sentence: string) => void;
}

export interface BrowserHost {
  /** Where to go; it works once. */
  readonly address: string;
  /** Resolves when somebody has chosen "Quit" in the interface. */
  readonly quit: Promise<void>;
  /** Stops the server and the peer, and gives the relay's lease back. */
  stop(): Promise<void>;
  /** Further profiles that were opened from here and are still there. */
  readonly second: AppContext['second'];
}

const leaseRelay = async (options: BrowserHostOptions): Promise<LocalRelayLease | undefined> => {
  try {
    return await leaseLocalRelay({ program: options.relayProgram });
  } catch (error) {
    const { code, message } = toPlexiError(error);
    options.say(`The local relay did not start, so spaces need another one. ${code}: ${message}`);
    return undefined;
  }
};

/**
 * Hosts the profile, or gives the address of the host that does already.
 * Throws PORT_IN_USE, PROFILE_IN_USE, PROFILE_INVALID, NOT_FOUND when the interface was not built.
 */
export const startBrowserHost = async (
  options: BrowserHostOptions,
): Promise<{ host: BrowserHost } | { running: string | undefined }> => {
  const { folder, join } = options;
  const place = await becomeHost(folder, join);
  if ('running' in place) return { running: place.running.address };
  const { seat } = place;
  try {
    const files = await listInterfaceFiles(options.files);
    const lease = await leaseRelay(options);
    const second = createSecondProfiles(options.starter);
    const supervisor = supervisePeer({
      start: () => startNodePeer(PEER_PROGRAM),
      profile: folder,
      defaultRelays: lease === undefined ? [] : [lease.state.address],
      say: options.say,
    });
    let stopped = false;
    const stop = async (): Promise<void> => {
      if (stopped) return;
      stopped = true;
      await server?.close();
      await supervisor.stop();
      lease?.release();
      await seat.leave();
    };
    let server: Awaited<ReturnType<typeof startWebServer>> | undefined;
    try {
      let quit: () => void = () => undefined;
      const whenQuit = new Promise<void>((resolve) => {
        quit = resolve;
      });
      const panels = createPanels(() => supervisor.connect(), PANEL_PATH);
      const context: AppContext = {
        mode: 'browser',
        reason: options.reason,
        profile: options.profile,
        version: options.version,
        invitation: join,
        second,
        quit,
        panel: panels.open,
      };
      const handlers = createAppHandlers(context);
      const sessions = createSessionBook();
      const serving = await listenOnProfilePort(folder, async (port) =>
        startWebServer({
          port,
          files,
          sessions,
          panels,
          onView: (view) => routeCalls(view, supervisor.connect(), handlers),
        }),
      );
      server = serving;
      await seat.serve((invitation) => {
        if (invitation !== undefined) context.invitation = invitation;
        return { address: serving.oneTimeAddress() };
      });
      return { host: { address: serving.oneTimeAddress(), quit: whenQuit, stop, second } };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await seat.leave();
    throw error;
  }
};
