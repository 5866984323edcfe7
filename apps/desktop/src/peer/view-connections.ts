/** Many views over one port: each a connection of its own to the peer. */
import type { MessageConnection } from '@plexi/operations';
import type { FromPeerFrame } from '../shared/peer-frames.ts';

interface View {
  receive(text: string): void;
  closed(): void;
}

export interface ViewConnections {
  open(connection: number): MessageConnection;
  text(connection: number, text: string): void;
  close(connection: number): void;
}

/** The connections that the host opens, and their frames through `send`. */
export const createViewConnections = (send: (frame: FromPeerFrame) => void): ViewConnections => {
  const views = new Map<number, View>();
  const finish = (connection: number): void => {
    const view = views.get(connection);
    views.delete(connection);
    view?.closed();
  };
  return {
    open: (connection) => {
      let receive: ((text: string) => void) | undefined;
      const onClose = new Set<() => void>();
      views.set(connection, {
        receive: (text) => receive?.(text),
        closed: () => {
          for (const listener of onClose) listener();
        },
      });
      return {
        send: (text) => {
          if (views.has(connection)) send({ type: 'text', connection, text });
        },
        onMessage: (handler) => {
          receive = handler;
        },
        onClose: (listener) => onClose.add(listener),
        close: () => {
          if (!views.has(connection)) return;
          finish(connection);
          send({ type: 'close', connection });
        },
      };
    },
    text: (connection, text) => views.get(connection)?.receive(text),
    close: finish,
  };
};
