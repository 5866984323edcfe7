/** A client that outlives its connection: it opens another one, and says meanwhile that it does. */
import { createOperationClient, type MessageConnection, type OperationClient } from '@plexi/operations';
import { disconnectedError } from './failure.ts';

export type LinkState = 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'stopped';

export interface PeerLink {
  client: Pick<OperationClient, 'call' | 'onEvent'>;
  state: () => LinkState;
  onState: (listener: () => void) => () => void;
  /** No further attempts: the client was told to quit. */
  stop: () => void;
}

export interface PeerLinkDependencies {
  /** Opens a connection. `refused` ends all attempts: this view is not let in any more. Rejects when it should be tried again. */
  connect: () => Promise<MessageConnection | 'refused'>;
  /**
   * Milliseconds between attempts; the last one repeats.
   * @default [250, 500, 1000, 2000, 5000]
   */
  delays?: readonly number[];
  /**
   * Milliseconds that a call waits for a connection.
   * @default 8000
   */
  patience?: number;
}

const DELAYS = [250, 500, 1000, 2000, 5000];

export const createPeerLink = (dependencies: PeerLinkDependencies): PeerLink => {
  const { connect, delays = DELAYS, patience = 8000 } = dependencies;
  let state: LinkState = 'connecting';
  let current: OperationClient | undefined;
  const stateListeners = new Set<() => void>();
  const eventListeners = new Set<Parameters<OperationClient['onEvent']>[0]>();

  const enter = (next: LinkState): void => {
    state = next;
    for (const listener of stateListeners) listener();
  };
  const isOver = (): boolean => state === 'refused' || state === 'stopped';

  const run = async (): Promise<void> => {
    let attempt = 0;
    while (!isOver()) {
      try {
        const connection = await connect();
        if (connection === 'refused') {
          enter('refused');
          return;
        }
        const client = createOperationClient(connection);
        client.onEvent((event) => {
          for (const listener of eventListeners) listener(event);
        });
        current = client;
        attempt = 0;
        enter('connected');
        await client.closed;
        current = undefined;
        if (!isOver()) enter('reconnecting');
      } catch {
        // Not reachable: the next attempt follows below.
        if (state === 'connecting' && attempt > 0) enter('reconnecting');
      }
      const delay = delays[Math.min(attempt++, delays.length - 1)] ?? 1000;
      if (!isOver()) await new Promise((resolve) => setTimeout(resolve, delay));
    }
  };
  void run();

  const waitForClient = (): Promise<OperationClient> => {
    if (current !== undefined) return Promise.resolve(current);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        if (current === undefined && !isOver()) return;
        finish();
        if (current === undefined) reject(disconnectedError());
        else resolve(current);
      };
      const timer = setTimeout(() => {
        finish();
        reject(disconnectedError());
      }, patience);
      const finish = (): void => {
        clearTimeout(timer);
        stateListeners.delete(settle);
      };
      stateListeners.add(settle);
      settle();
    });
  };

  return {
    client: {
      call: async (id, input) => {
        const client = await waitForClient();
        try {
          return await client.call(id, input);
        } catch (error) {
          // The connection went away under the call: whose fault that was is not the other device's.
          if (client !== current) throw disconnectedError();
          throw error;
        }
      },
      onEvent: (listener) => {
        eventListeners.add(listener);
        return () => eventListeners.delete(listener);
      },
    },
    state: () => state,
    onState: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    stop: () => {
      enter('stopped');
      current?.close();
    },
  };
};
