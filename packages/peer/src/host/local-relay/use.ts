/** What others want of the local relay: to know, to stop, to share and to keep it. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { plexiError } from '@plexi/protocol';
import { callControl, type LocalRelayState, type LocalRelayStatus, readState } from './control.ts';
import { readSettings, writeSettings } from './settings.ts';
import { ensureLocalRelay, findLocalRelay, type StartLocalRelayOptions } from './start.ts';

/** Whether the local relay runs, and where. */
export const localRelayStatus = async (): Promise<LocalRelayStatus> => {
  const state = await findLocalRelay();
  return state === undefined ? { running: false } : { running: true, ...state };
};

const STOP_MS = 10_000;

/** Whether anything listens on a port of this machine. */
const isListening = async (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (listening: boolean): void => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });

/** Stops the local relay; its port is free when this resolves. Throws RELAY_NOT_RUNNING, TIMED_OUT. */
export const stopLocalRelay = async (): Promise<void> => {
  const state = await findLocalRelay();
  const call = await callControl({ stop: true });
  if (call === undefined) throw plexiError('RELAY_NOT_RUNNING');
  await call.closed;
  const port = Number(/\/tcp\/(\d+)/.exec(state?.address ?? '')?.[1]);
  const deadline = performance.now() + STOP_MS;
  while (Number.isInteger(port) && (await isListening(port))) {
    if (performance.now() > deadline)
      throw plexiError('TIMED_OUT', { detail: 'the local relay still listens' });
    await sleep(20);
  }
};

/**
 * Opens the local relay to the network, or closes it to all but this machine, now and when it is started again.
 * Throws RELAY_NOT_RUNNING, PORT_IN_USE.
 */
export const shareLocalRelay = async (network: boolean): Promise<LocalRelayState> => {
  const call = await callControl({ share: network });
  if (call === undefined) throw plexiError('RELAY_NOT_RUNNING');
  const answer = await call.answer;
  call.close();
  const state = readState(answer);
  const settings = await readSettings();
  if (settings !== undefined) await writeSettings({ ...settings, network });
  return state;
};

export interface LocalRelayLease {
  /** As it was when the lease began. */
  state: LocalRelayState;
  /** Gives the lease back: after the last one the relay stops by itself. */
  release(): void;
}

const LEASE_TRIES = 3;

/** Keeps the local relay running, started if need be, until released or until this process ends. Throws RELAY_UNREACHABLE. */
export const leaseLocalRelay = async (options: StartLocalRelayOptions): Promise<LocalRelayLease> => {
  for (let tries = 0; tries < LEASE_TRIES; tries++) {
    await ensureLocalRelay(options);
    const call = await callControl({ lease: true });
    const answer = await call?.answer;
    // It may have been about to stop, with its last client gone.
    if (call === undefined || answer === undefined) continue;
    return { state: readState(answer), release: () => call.close() };
  }
  throw plexiError('RELAY_UNREACHABLE', { detail: 'the local relay' });
};
