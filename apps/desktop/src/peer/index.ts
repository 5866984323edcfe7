/**
 * The peer's process [D1]: opens the profile that the host names, serves the host's views and, on the profile's local
 * socket, the same user's other programs. Runs alike under Electron's utility process and as a child of plain Node.
 */
import { serveConnection } from '@plexi/operations';
import { type RunningPeer, type ServedProfile, serveProfile } from '@plexi/peer/host';
import { toPlexiError } from '@plexi/protocol';
import { type FromPeerFrame, type ToPeerFrame, toPeerFrame } from '../shared/peer-frames.ts';
import { findHostPort } from './port.ts';
import { createViewConnections } from './view-connections.ts';

const STOP_MS = 8_000;

const report = (what: string, error: unknown): void => {
  const { code, cause } = toPlexiError(error);
  const stack = cause instanceof Error ? `\n${cause.stack ?? ''}` : '';
  process.stderr.write(`peer: ${what}: ${code}${stack}\n`);
};

interface OpenProfile {
  peer: RunningPeer;
  served: ServedProfile;
}

const open = async (
  init: Extract<ToPeerFrame, { type: 'init' }>,
  send: (frame: FromPeerFrame) => void,
): Promise<OpenProfile> => {
  const { openPeer } = await import('@plexi/peer');
  let isServed = false;
  const peer = await openPeer({
    profile: init.profile,
    defaultRelays: init.defaultRelays,
    onEvent: () => undefined,
    onStorage: (progress) => {
      // Once views are served they are told as of anything else.
      if (!isServed) send({ type: 'storage', ...progress });
    },
  });
  try {
    const served = await serveProfile({
      folder: init.profile,
      handlers: peer.handlers,
      subscribe: (listener) => peer.subscribe(listener),
      onInternalError: report,
    });
    isServed = true;
    return { peer, served };
  } catch (error) {
    await peer.close();
    throw error;
  }
};

const run = (port: NonNullable<ReturnType<typeof findHostPort>>): void => {
  const send = (frame: FromPeerFrame): void => port.send(frame);
  const views = createViewConnections(send);
  let opening: Promise<OpenProfile> | undefined;
  let profile: OpenProfile | undefined;

  const start = async (init: Extract<ToPeerFrame, { type: 'init' }>): Promise<void> => {
    try {
      opening = open(init, send);
      profile = await opening;
    } catch (error) {
      const { code, owner, message, next, detail } = toPlexiError(error);
      if (owner === 'us') report('open', error);
      send({ type: 'failed', code, owner, message, next, ...(detail === undefined ? {} : { detail }) });
      return;
    }
    send({ type: 'ready' });
    try {
      await profile.peer.start();
    } catch (error) {
      report('going online', error);
    }
  };

  const stop = async (): Promise<void> => {
    // Nobody is left to stop what hangs.
    setTimeout(() => process.exit(1), STOP_MS).unref();
    try {
      const { peer, served } = (await opening) ?? {};
      await served?.close();
      await peer?.close();
      process.exit(0);
    } catch {
      process.exit(1);
    }
  };

  const take = (frame: ToPeerFrame): void => {
    switch (frame.type) {
      case 'init':
        if (opening === undefined) void start(frame);
        return;
      case 'open':
        if (profile === undefined) return;
        serveConnection(views.open(frame.connection), {
          handlers: profile.peer.handlers,
          subscribe: profile.peer.subscribe.bind(profile.peer),
          onInternalError: report,
        });
        return;
      case 'text':
        views.text(frame.connection, frame.text);
        return;
      case 'close':
        views.close(frame.connection);
        return;
      case 'stop':
        void stop();
    }
  };

  port.onFrame((message) => {
    const frame = toPeerFrame.safeParse(message);
    if (frame.success) take(frame.data);
  });
  port.onGone(() => void stop());
  // A terminal's Ctrl-C reaches the whole group: the host decides when to stop.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void stop());
};

// Whatever is written is for this user alone.
process.umask(0o077);
const port = findHostPort();
if (port === undefined) {
  process.stderr.write('This program is started by PlexiChat itself. Run `npm start`.\n');
  process.exit(2);
}
run(port);
