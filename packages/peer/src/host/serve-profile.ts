/** The process that has a profile open serves its operations to the same user's other programs. */
import { type Handlers, type PeerEvent, serveConnection } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import { connectLines } from './line-connection.ts';
import { listenLocally } from './local-socket.ts';

export const PROFILE_SOCKET = 'peer';

export interface ServeProfileOptions {
  /** The profile's folder; its lock is held by this process. */
  folder: string;
  handlers: Handlers;
  subscribe: (listener: (event: PeerEvent) => void) => () => void;
  /** Told of errors that are ours, for the log. */
  onInternalError?: (operation: string, error: unknown) => void;
}

export interface ServedProfile {
  close(): Promise<void>;
}

/** Serves the profile on its local socket until closed. Throws PROFILE_INVALID. */
export const serveProfile = async (options: ServeProfileOptions): Promise<ServedProfile> => {
  const { handlers, subscribe, onInternalError } = options;
  const listening = await listenLocally(
    options.folder,
    PROFILE_SOCKET,
    (socket) =>
      serveConnection(
        connectLines(socket, { lineBytes: LIMITS.callBytes, queueBytes: LIMITS.replyQueueBytes }),
        { handlers, subscribe, ...(onInternalError === undefined ? {} : { onInternalError }) },
      ),
    LIMITS.interfaceConnections,
  );
  return { close: () => listening.close() };
};
