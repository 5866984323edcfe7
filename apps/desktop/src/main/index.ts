/** The desktop app's main process: one window, and the peer in a process of its own. Started by `npm start`. */
import path from 'node:path';
import { type LocalRelayLease, leaseLocalRelay } from '@plexi/peer/host';
import { toPlexiError } from '@plexi/protocol';
import { app, type BrowserWindow, type IpcMainEvent, ipcMain, session } from 'electron';
import { listInterfaceFiles } from '../browser/interface-files.ts';
import { type AppContext, createAppHandlers } from '../host/app-operations.ts';
import { becomeHost, type HostSeat } from '../host/host-control.ts';
import { createPanels } from '../host/panels.ts';
import { type PeerSupervisor, supervisePeer } from '../host/peer-supervisor.ts';
import { createSecondProfiles } from '../host/second-profile.ts';
import { routeCalls } from '../shared/app-calls.ts';
import { APP_ORIGIN, CONNECT_CHANNEL } from '../shared/bridge.ts';
import { WINDOW_PANELS } from '../shared/panel-policy.ts';
import { startUtilityPeer } from './utility-peer.ts';
import { overPort } from './view-port.ts';
import { openWindow, registerScheme, restrictContents, restrictSession, serveInterface } from './window.ts';

const BUILT = path.join(import.meta.dirname, '..');

/** A line for whoever started this. */
const tell = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);
const say = (sentence: string): boolean => process.stderr.write(`${sentence}\n`);

const take = (name: string): string => {
  const value = process.env[name] ?? '';
  delete process.env[name];
  return value;
};
const root = take('PLEXI_ROOT');
const node = take('PLEXI_NODE');
const folder = take('PLEXI_PROFILE_FOLDER');
const profile = take('PLEXI_PROFILE');
const version = take('PLEXI_VERSION');
const join = take('PLEXI_JOIN') || undefined;

const lease = async (): Promise<LocalRelayLease | undefined> => {
  try {
    return await leaseLocalRelay({ program: path.join(root, 'apps', 'relay', 'src', 'main.ts'), node });
  } catch (error) {
    say(`The local relay did not start: ${toPlexiError(error).message}`);
    return undefined;
  }
};

/** The window works when its interface has spoken and the peer runs; a native module may not load in here. */
const tellReady = async (supervisor: PeerSupervisor): Promise<void> => {
  const failure = await supervisor.settled;
  tell(
    failure?.owner === 'us'
      ? { failed: `its client process did not start (${failure.code})` }
      : { ready: true },
  );
};

/** Only the interface's own page, at the top of its window, may connect. */
const isOurs = (event: IpcMainEvent, window: BrowserWindow): boolean =>
  event.sender === window.webContents &&
  event.senderFrame === window.webContents.mainFrame &&
  event.senderFrame.url.startsWith(`${APP_ORIGIN}/`);

const run = async (seat: HostSeat): Promise<void> => {
  const files = await listInterfaceFiles(path.join(BUILT, 'renderer'));
  const relay = await lease();
  const second = createSecondProfiles({ node, args: [path.join(root, 'scripts', 'start.ts')] });
  const supervisor = supervisePeer({
    start: () => startUtilityPeer(path.join(import.meta.dirname, 'peer.js')),
    profile: folder,
    defaultRelays: relay === undefined ? [] : [relay.state.address],
    say,
  });
  const panels = createPanels(() => supervisor.connect(), WINDOW_PANELS);
  const context: AppContext = {
    mode: 'electron',
    reason: undefined,
    profile,
    version,
    invitation: join,
    second,
    quit: () => app.quit(),
    panel: panels.open,
  };
  const handlers = createAppHandlers(context);
  serveInterface(files, panels);
  restrictSession(session.defaultSession);
  const window = openWindow(BUILT);
  context.attend = ({ count = 0, raise }) => (raise ? window.show() : app.setBadgeCount(count));
  ipcMain.on(CONNECT_CHANNEL, (event) => {
    const [port] = event.ports;
    if (port === undefined || !isOurs(event, window)) return;
    routeCalls(
      overPort(port, () => void tellReady(supervisor)),
      supervisor.connect(),
      handlers,
    );
  });
  await seat.serve((invitation) => {
    if (invitation !== undefined) {
      context.invitation = invitation;
      window.webContents.reload();
    }
    window.show();
    window.focus();
    return {};
  });
  let stopping = false;
  app.on('before-quit', (event) => {
    if (stopping) return;
    stopping = true;
    event.preventDefault();
    // A second profile has a window of its own, and stays.
    second.release();
    const leave = async (): Promise<void> => {
      await supervisor.stop();
      relay?.release();
      await seat.leave();
    };
    void leave().finally(() => app.exit(0));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void second.stop().finally(() => app.quit()));
};

const begin = async (): Promise<void> => {
  try {
    const place = await becomeHost(folder, join);
    if ('running' in place) {
      tell({ running: place.running });
      app.exit(0);
      return;
    }
    await app.whenReady();
    await run(place.seat);
  } catch (error) {
    tell({ failed: toPlexiError(error).message });
    app.exit(1);
  }
};

app.enableSandbox();
registerScheme();
app.setName('PlexiChat');
// What the window keeps (drafts, sealed) belongs to the profile.
app.setPath('userData', path.join(folder, 'window'));
app.on('web-contents-created', (_event, contents) => restrictContents(contents));
app.on('window-all-closed', () => app.quit());
void begin();
