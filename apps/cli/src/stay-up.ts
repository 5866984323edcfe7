/** `plexi up`: the profile's client without a window. */
import { callOperation } from '@plexi/operations';
import type { Invocation } from '@plexi/operations/command';
import { profileFolder, type RunningPeer, serveProfile } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { findPassphrase } from './passphrase.ts';
import { print, remark } from './printing.ts';
import { openOwn } from './session.ts';

const whenStopped = async (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

/** Makes sure that there is an account and that it is open. Throws NO_ACCOUNT, PASSPHRASE_NEEDED, PASSPHRASE_WRONG. */
const unlock = async (peer: RunningPeer): Promise<void> => {
  const caller = { id: 'up', signal: new AbortController().signal };
  const { state } = (await callOperation(peer.handlers, 'account.show', {}, caller)) as { state: string };
  if (state === 'none') throw plexiError('NO_ACCOUNT');
  if (state !== 'locked') return;
  const passphrase = await findPassphrase();
  if (passphrase === undefined) throw plexiError('PASSPHRASE_NEEDED');
  await callOperation(peer.handlers, 'account.unlock', { passphrase }, caller);
};

/** Runs until a signal says to stop. Throws PlexiErrors when it can't start. */
export const stayUp = async (invocation: Invocation): Promise<void> => {
  const folder = profileFolder(invocation.profile);
  const stopped = whenStopped();
  const peer = await openOwn(folder);
  try {
    await unlock(peer);
    const served = await serveProfile({
      folder,
      handlers: peer.handlers,
      subscribe: (listener) => peer.subscribe(listener),
    });
    try {
      await peer.start();
      if (invocation.json) await print(JSON.stringify({ up: true, profile: folder }));
      else await remark(`plexi: up, with the profile ${folder}. Ctrl-C stops it.`);
      await stopped;
    } finally {
      await served.close();
    }
  } finally {
    await peer.close();
  }
};
