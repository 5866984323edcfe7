import type { MessageConnection } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import type { RawData, WebSocket } from 'ws';

/** Something else than text was sent (RFC 6455 section 7.4.1). */
const UNSUPPORTED_DATA = 1003;

/** A WebSocket as the interface's channel. */
export const overWebSocket = (socket: WebSocket): MessageConnection => {
  // What goes wrong shows as 'close' too; an unhandled 'error' would end the process.
  socket.on('error', () => undefined);
  return {
    send: (text) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(text);
      if (socket.bufferedAmount > LIMITS.replyQueueBytes) socket.terminate();
    },
    onMessage: (handler) => {
      socket.on('message', (data: RawData, isBinary: boolean) => {
        if (isBinary || !(data instanceof Buffer)) socket.close(UNSUPPORTED_DATA);
        else handler(data.toString('utf8'));
      });
    },
    onClose: (handler) => socket.on('close', () => handler()),
    close: () => socket.close(),
  };
};
