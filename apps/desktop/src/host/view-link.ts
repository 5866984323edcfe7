/** One view's connection to the peer's process: it may be opened before the peer is there. */
import { callFrame, type MessageConnection, type PeerEvent } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import type { PeerFailure, ToPeerFrame } from '../shared/peer-frames.ts';

export interface ViewLink {
  readonly connection: MessageConnection;
  /** The peer is there: opens the connection to it and sends what has waited. */
  deliver(): void;
  /** The peer can't be had: answers every call with why. */
  refuse(failure: PeerFailure): void;
  /** Something happens before the peer is there. */
  tell(event: PeerEvent): void;
  /** A message from the peer. */
  receive(text: string): void;
  /** The peer's side has gone. */
  end(): void;
}

interface ViewLinkDependencies {
  connection: number;
  send: (frame: ToPeerFrame) => void;
  onEnd: () => void;
}

const refusalOf = (text: string, failure: PeerFailure): string | undefined => {
  try {
    const frame = callFrame.safeParse(JSON.parse(text));
    const { code, owner, message, next, detail } = failure;
    return frame.success
      ? JSON.stringify({ reply: frame.data.call, error: { code, owner, message, next, detail } })
      : undefined;
  } catch {
    return undefined;
  }
};

export const createViewLink = (dependencies: ViewLinkDependencies): ViewLink => {
  const { connection, send, onEnd } = dependencies;
  const onClose = new Set<() => void>();
  let handle: ((text: string) => void) | undefined;
  let state: 'waiting' | 'open' | 'refused' | 'closed' = 'waiting';
  let failure: PeerFailure | undefined;
  let waiting: string[] = [];

  const finish = (): void => {
    if (state === 'closed') return;
    state = 'closed';
    waiting = [];
    onEnd();
    for (const listener of onClose) listener();
  };
  const close = (): void => {
    if (state === 'open') send({ type: 'close', connection });
    finish();
  };
  const answer = (text: string): void => {
    const refusal = failure === undefined ? undefined : refusalOf(text, failure);
    if (refusal === undefined) close();
    else handle?.(refusal);
  };

  return {
    connection: {
      send: (text) => {
        if (state === 'open') send({ type: 'text', connection, text });
        else if (state === 'refused') answer(text);
        else if (state === 'waiting') {
          waiting.push(text);
          if (text.length > LIMITS.callBytes || waiting.length > LIMITS.callsInFlight) close();
        }
      },
      onMessage: (handler) => {
        handle = handler;
      },
      onClose: (listener) => {
        if (state === 'closed') listener();
        else onClose.add(listener);
      },
      close,
    },
    deliver: () => {
      if (state !== 'waiting' && state !== 'refused') return;
      state = 'open';
      send({ type: 'open', connection });
      for (const text of waiting) send({ type: 'text', connection, text });
      waiting = [];
    },
    refuse: (why) => {
      if (state !== 'waiting') return;
      state = 'refused';
      failure = why;
      const calls = waiting;
      waiting = [];
      for (const text of calls) answer(text);
    },
    tell: (event) => handle?.(JSON.stringify({ event })),
    receive: (text) => handle?.(text),
    end: finish,
  };
};
