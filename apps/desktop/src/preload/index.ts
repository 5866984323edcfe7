/** The window's one way out: a message port to the main process, carrying the interface's channel. */
import { contextBridge, ipcRenderer } from 'electron';
import { CONNECT_CHANNEL, type PlexiBridge } from '../shared/bridge.ts';

const bridge: PlexiBridge = {
  connect: () => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(CONNECT_CHANNEL, null, [port2]);
    return {
      send: (text) => {
        if (typeof text === 'string') port1.postMessage(text);
      },
      onMessage: (handler) => {
        port1.addEventListener('message', (event: MessageEvent<unknown>) => {
          if (typeof event.data === 'string') handler(event.data);
        });
        port1.start();
      },
      onClose: (handler) => port1.addEventListener('close', () => handler()),
      close: () => port1.close(),
    };
  },
};

contextBridge.exposeInMainWorld('plexi', bridge);
