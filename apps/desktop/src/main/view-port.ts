/** The main process's end of a window's message port, as the interface's channel. */
import type { MessageConnection } from '@plexi/operations';
import type { MessagePortMain } from 'electron';

/** `onFirst` is told when the window has said something: its interface runs. */
export const overPort = (port: MessagePortMain, onFirst: () => void): MessageConnection => {
  let first = true;
  return {
    send: (text) => port.postMessage(text),
    onMessage: (handler) => {
      port.on('message', ({ data }: { data: unknown }) => {
        if (typeof data !== 'string') {
          port.close();
          return;
        }
        if (first) onFirst();
        first = false;
        handler(data);
      });
      port.start();
    },
    onClose: (handler) => port.on('close', handler),
    close: () => port.close(),
  };
};
