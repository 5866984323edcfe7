/** Keeps a peer running: views connect to it, a crash closes their connections and starts it again. */
import type { MessageConnection, PeerEvent } from '@plexi/operations';
import { type FromPeerFrame, fromPeerFrame, type PeerFailure } from '../shared/peer-frames.ts';
import type { PeerProcess } from './peer-process.ts';
import { createViewLink, type ViewLink } from './view-link.ts';

export interface PeerSupervisorOptions {
  start: () => PeerProcess;
  /** The profile's folder. */
  profile: string;
  defaultRelays: readonly string[];
  /** Told, in a sentence, of what a person should know: a crash, a restart, a failure. */
  say: (sentence: string) => void;
  /** Milliseconds before the first restart; each further one waits twice as long. @default 250 */
  restartMs?: number;
  /** Milliseconds during which a profile that another program has open is tried again. @default 10,000 */
  patienceMs?: number;
}

export interface PeerSupervisor {
  /** A connection for one view. Calls made before the peer is ready wait for it. */
  connect(): MessageConnection;
  /** Resolves when the peer is ready, or at work on its database first, or can't be opened, with why. */
  settled: Promise<PeerFailure | undefined>;
  /** Stops the peer; it has given the profile free when this resolves. */
  stop(): Promise<void>;
}

const LONGEST_RESTART_MS = 30_000;
/** A peer that ran this long has earned a quick restart. */
const STEADY_MS = 60_000;
const STOP_MS = 10_000;
const RETRY_MS = 200;

/** Starts the peer and keeps it running until stopped. */
export const supervisePeer = (options: PeerSupervisorOptions): PeerSupervisor => {
  const { restartMs = 250, patienceMs = 10_000 } = options;
  const links = new Map<number, ViewLink>();
  const born = performance.now();
  let connections = 0;
  let running: PeerProcess | undefined;
  let ready = false;
  let failure: PeerFailure | undefined;
  let working: PeerEvent | undefined;
  let stopping = false;
  let crashes = 0;
  let ended: () => void = () => undefined;
  let settle: (failure: PeerFailure | undefined) => void = () => undefined;
  const settled = new Promise<PeerFailure | undefined>((resolve) => {
    settle = resolve;
  });

  const fail = (why: PeerFailure): void => {
    const retry = why.code === 'PROFILE_IN_USE' && performance.now() - born < patienceMs;
    running?.send({ type: 'stop' });
    if (retry && !stopping) return;
    failure = why;
    options.say(`The profile could not be opened. ${why.code}: ${why.message} ${why.next}`);
    for (const link of links.values()) link.refuse(why);
    settle(why);
  };

  const take = (frame: FromPeerFrame): void => {
    switch (frame.type) {
      case 'storage':
        working = frame;
        for (const link of links.values()) link.tell(frame);
        // It runs, and nothing but its work is to be waited for.
        settle(undefined);
        return;
      case 'ready':
        ready = true;
        working = undefined;
        for (const link of links.values()) link.deliver();
        settle(undefined);
        return;
      case 'failed':
        fail(frame);
        return;
      case 'text':
        links.get(frame.connection)?.receive(frame.text);
        return;
      case 'close':
        links.get(frame.connection)?.end();
    }
  };

  const launch = (): void => {
    const since = performance.now();
    const process = options.start();
    running = process;
    ready = false;
    failure = undefined;
    working = undefined;
    process.onFrame((message) => {
      const frame = fromPeerFrame.safeParse(message);
      if (frame.success && running === process) take(frame.data);
    });
    process.onExit(() => {
      if (running !== process) return;
      const wasReady = ready;
      running = undefined;
      ready = false;
      ended();
      if (stopping || failure !== undefined) return;
      // Those that wait for a first start go on waiting; what a dead process had been told is lost.
      if (wasReady) for (const link of links.values()) link.end();
      crashes = performance.now() - since > STEADY_MS ? 1 : crashes + 1;
      const retrying = !wasReady && performance.now() - born < patienceMs;
      const wait = retrying ? RETRY_MS : Math.min(restartMs * 2 ** (crashes - 1), LONGEST_RESTART_MS);
      if (wasReady || !retrying)
        options.say(`The client's process ended unexpectedly; it is started again in ${wait / 1000} s.`);
      setTimeout(() => {
        if (!stopping) launch();
      }, wait);
    });
    process.send({
      type: 'init',
      profile: options.profile,
      defaultRelays: [...options.defaultRelays],
    });
  };

  launch();
  return {
    settled,
    connect: () => {
      const connection = ++connections;
      const link = createViewLink({
        connection,
        send: (frame) => running?.send(frame),
        onEnd: () => links.delete(connection),
      });
      links.set(connection, link);
      // Whoever comes again after a failure may find that its cause has gone.
      if (failure !== undefined && running === undefined && !stopping) launch();
      if (working !== undefined) link.tell(working);
      if (ready) link.deliver();
      else if (failure !== undefined) link.refuse(failure);
      return link.connection;
    },
    stop: async () => {
      stopping = true;
      for (const link of links.values()) link.end();
      const process = running;
      if (process === undefined) return;
      const gone = new Promise<void>((resolve) => {
        ended = resolve;
      });
      process.send({ type: 'stop' });
      const late = setTimeout(() => process.kill(), STOP_MS);
      await gone;
      clearTimeout(late);
    },
  };
};
