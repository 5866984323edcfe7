/** The daemon's control socket: status, stop, and, for the local relay, sharing and leases, by which it knows that a client still needs it. */

import type { Socket } from 'node:net';
import { connectLines, listenLocally } from '@plexi/peer/host';
import { isPlexiError, LIMITS } from '@plexi/protocol';

/** The socket's name in the daemon's folder. */
const CONTROL_SOCKET = 'control';

export interface ControlDependencies {
  folder: string;
  status: () => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** Where it can be opened to the network and closed again. */
  share?: (network: boolean) => Promise<void>;
  stop: () => void;
  /** The last client that held a lease is gone. */
  idle?: () => void;
  /** A client took a lease. */
  busy?: () => void;
}

const parse = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** Serves the control socket; gives back how to stop. */
export const serveControl = async (dependencies: ControlDependencies): Promise<() => Promise<void>> => {
  const leases = new Set<Socket>();
  const answer = async (socket: Socket, text: string): Promise<Record<string, unknown>> => {
    const request = parse(text);
    if (request['stop'] === true) {
      setImmediate(dependencies.stop);
      return { stopping: true };
    }
    if (request['lease'] === true) {
      leases.add(socket);
      dependencies.busy?.();
    }
    if (typeof request['share'] === 'boolean') await dependencies.share?.(request['share']);
    return { ...(await dependencies.status()), clients: leases.size };
  };
  const server = await listenLocally(
    dependencies.folder,
    CONTROL_SOCKET,
    (socket) => {
      const lines = connectLines(socket, { lineBytes: 4096, queueBytes: LIMITS.callBytes });
      lines.onMessage((text) => {
        answer(socket, text)
          .then((reply) => lines.send(JSON.stringify(reply)))
          .catch((error: unknown) => {
            const known = isPlexiError(error);
            lines.send(
              JSON.stringify({
                error: known ? error.code : 'INTERNAL',
                ...(known && error.detail ? { detail: error.detail } : {}),
              }),
            );
          });
      });
      lines.onClose(() => {
        if (leases.delete(socket) && leases.size === 0) dependencies.idle?.();
      });
    },
    LIMITS.interfaceConnections,
  );
  return () => server.close();
};
