/** Calls to the app itself are answered by the host, all others by the peer. */
import {
  callFrame,
  findOperation,
  type Handlers,
  type MessageConnection,
  serveConnection,
} from '@plexi/operations';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Whether `text` calls an operation that the app serves. What it isn't sure of is for the peer to judge. */
const isAppCall = (text: string): boolean => {
  if (!text.includes('"app.')) return false;
  const frame = callFrame.safeParse(parse(text));
  return frame.success && findOperation(frame.data.operation)?.roles.includes('app') === true;
};

/** Joins a view to the peer, with calls to the app answered by `handlers` on the way. */
export const routeCalls = (view: MessageConnection, peer: MessageConnection, handlers: Handlers): void => {
  let answer: ((text: string) => void) | undefined;
  serveConnection(
    {
      send: (text) => view.send(text),
      onMessage: (handler) => {
        answer = handler;
      },
      onClose: (handler) => view.onClose(handler),
      close: () => view.close(),
    },
    { handlers, subscribe: () => () => undefined },
  );
  view.onMessage((text) => {
    if (isAppCall(text)) answer?.(text);
    else peer.send(text);
  });
  peer.onMessage((text) => view.send(text));
  view.onClose(() => peer.close());
  peer.onClose(() => view.close());
};
