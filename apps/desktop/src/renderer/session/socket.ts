import type { MessageConnection } from '@plexi/operations';

/** Opens the host's channel; rejects if it closes before it is open. */
export const openSocket = (session: string): Promise<MessageConnection> => {
  const { promise, resolve, reject } = Promise.withResolvers<MessageConnection>();
  const url = new URL('/channel', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(url, ['plexi.1', `session.${session}`]);
  const messageHandlers: ((text: string) => void)[] = [];
  const closeHandlers: (() => void)[] = [];
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (typeof event.data !== 'string') return;
    for (const handler of messageHandlers) handler(event.data);
  });
  socket.addEventListener('close', () => {
    for (const handler of closeHandlers) handler();
    reject(new Error('the channel closed before it was open'));
  });
  socket.addEventListener('open', () =>
    resolve({
      // Between its end and the word of it, whoever still says something says it to nobody.
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      onMessage: (handler) => {
        messageHandlers.push(handler);
      },
      onClose: (handler) => {
        closeHandlers.push(handler);
      },
      close: () => socket.close(),
    }),
  );
  return promise;
};
