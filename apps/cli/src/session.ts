/** A profile to call operations of: through the process that has it open, else opened here for as long as the command takes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { callOperation, type OperationClient } from '@plexi/operations';
import { connectProfile, type RunningPeer } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { createStorageTeller } from './storage-teller.ts';

/** How long to wait for another command that is finishing. */
const PATIENCE_MS = 10_000;
/** How long a command may take to bring what it wrote to the relays. */
const SETTLE_MS = 5_000;
/** How long a command may take to fetch what is new before it answers. */
const REFRESH_MS = 3_000;

export interface Session {
  call(operation: string, input: unknown): Promise<unknown>;
  /** Goes online; does nothing where another process has the profile open, and is. */
  goOnline(): Promise<void>;
  /** Fetches what is new, where that is to be had quickly. */
  refresh(): Promise<void>;
  /** Brings to the relays what was written. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const overClient = (client: OperationClient): Session => ({
  call: async (operation, input) => client.call(operation as never, input as never),
  goOnline: async () => undefined,
  refresh: async () => undefined,
  settle: async () => undefined,
  close: async () => client.close(),
});

const overPeer = (peer: RunningPeer): Session => {
  const abort = new AbortController();
  let online: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  const goOnline = async (): Promise<void> => (online ??= peer.start({ mode: 'once' }));
  return {
    call: async (operation, input) =>
      callOperation(peer.handlers, operation, input, { id: 'command', signal: abort.signal }),
    goOnline,
    refresh: async () => {
      // Without an account, or without the passphrase for it, the operation itself says so.
      await goOnline();
      await peer.settle(REFRESH_MS);
    },
    settle: async () => {
      await goOnline();
      await peer.settle(SETTLE_MS);
    },
    close: async () => {
      abort.abort();
      await (closing ??= peer.close());
    },
  };
};

const isInUse = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'PROFILE_IN_USE';

/** Tries `open` until nobody else has the profile open; `insteadOf` may find another way meanwhile. */
const openPatiently = async <T>(
  insteadOf: () => Promise<T | undefined>,
  open: () => Promise<T>,
): Promise<T> => {
  const start = performance.now();
  for (;;) {
    const other = await insteadOf();
    if (other !== undefined) return other;
    try {
      return await open();
    } catch (error) {
      if (!isInUse(error) || performance.now() - start > PATIENCE_MS) throw error;
    }
    await sleep(100);
  }
};

const openHere = async (folder: string): Promise<RunningPeer> => {
  const { openPeer } = await import('@plexi/peer');
  return openPeer({ profile: folder, onEvent: () => undefined, onStorage: createStorageTeller() });
};

/** Opens a session with the profile in `folder`. Throws PROFILE_IN_USE when it stays taken, and whatever opening it throws. */
export const openSession = async (folder: string): Promise<Session> =>
  openPatiently(
    async () => {
      const client = await connectProfile(folder);
      return client === undefined ? undefined : overClient(client);
    },
    async () => overPeer(await openHere(folder)),
  );

/** Opens the profile in this process. Throws PROFILE_IN_USE at once where another serves it. */
export const openOwn = async (folder: string): Promise<RunningPeer> =>
  openPatiently(
    async () => {
      const client = await connectProfile(folder);
      client?.close();
      if (client !== undefined)
        throw plexiError('PROFILE_IN_USE', { detail: 'a client of this profile is up already' });
      return undefined;
    },
    async () => openHere(folder),
  );
