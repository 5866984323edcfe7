/** The serving end of the interface's channel. */
import { LIMITS, plexiError, toPlexiError } from '@plexi/protocol';
import type { PeerEvent } from '../events.ts';
import { callOperation, type Handlers } from '../handlers.ts';
import type { MessageConnection } from './connection.ts';
import { callFrame, type ReplyFrame } from './frames.ts';

export interface ServeDependencies {
  handlers: Handlers;
  /** Registers for the peer's events; gives back how to stop. */
  subscribe: (listener: (event: PeerEvent) => void) => () => void;
  /** Told of errors that are ours, for the log. */
  onInternalError?: (operation: string, error: unknown) => void;
}

let connections = 0;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Serves calls and events on `connection` until it closes. A frame that is no call closes it. */
export const serveConnection = (connection: MessageConnection, dependencies: ServeDependencies): void => {
  const abort = new AbortController();
  const caller = { id: `connection-${++connections}`, signal: abort.signal };
  let inFlight = 0;
  const send = (frame: ReplyFrame): void => {
    if (!abort.signal.aborted) connection.send(JSON.stringify(frame));
  };
  const unsubscribe = dependencies.subscribe((event) => send({ event }));
  const fail = (call: number, operation: string, error: unknown): void => {
    const { code, owner, message, next, detail } = toPlexiError(error);
    if (owner === 'us') dependencies.onInternalError?.(operation, error);
    send({ reply: call, error: { code, owner, message, next, ...(detail === undefined ? {} : { detail }) } });
  };
  const answer = async (call: number, operation: string, input: unknown): Promise<void> => {
    try {
      send({ reply: call, output: await callOperation(dependencies.handlers, operation, input, caller) });
    } catch (error) {
      fail(call, operation, error);
    }
  };
  connection.onMessage((text) => {
    const frame = text.length > LIMITS.callBytes ? undefined : callFrame.safeParse(parseJson(text));
    if (frame === undefined || !frame.success) {
      connection.close();
      return;
    }
    const { call, operation, input } = frame.data;
    if (inFlight >= LIMITS.callsInFlight) {
      fail(call, operation, plexiError('TOO_BUSY'));
      return;
    }
    inFlight++;
    void answer(call, operation, input).finally(() => inFlight--);
  });
  connection.onClose(() => {
    abort.abort();
    unsubscribe();
  });
};
