/** The calling end of the interface's channel. */
import { ERROR_TABLE, type ErrorCode, plexiError } from '@plexi/protocol';
import type { OperationId, OperationInput, OperationOutput } from '../catalogue.ts';
import type { PeerEvent } from '../events.ts';
import type { MessageConnection } from './connection.ts';
import { replyFrame } from './frames.ts';

export interface OperationClient {
  /** Calls an operation; throws the PlexiError that the other end answered with. */
  call<Id extends OperationId>(id: Id, input: OperationInput<Id>): Promise<OperationOutput<Id>>;
  /** Listens to the peer's events; gives back how to stop. */
  onEvent(listener: (event: PeerEvent) => void): () => void;
  /** Resolves when the connection has closed; calls under way fail with PEER_UNREACHABLE. */
  readonly closed: Promise<void>;
  close(): void;
}

interface Waiting {
  resolve: (output: never) => void;
  reject: (error: Error) => void;
}

/** Wraps a connection into typed calls. What comes back is trusted as far as its frame's form: it is our own peer. */
export const createOperationClient = (connection: MessageConnection): OperationClient => {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: PeerEvent) => void>();
  let calls = 0;
  let open = true;
  const closed = new Promise<void>((resolve) => {
    connection.onClose(() => {
      open = false;
      for (const call of waiting.values())
        call.reject(plexiError('PEER_UNREACHABLE', { detail: 'the connection closed' }));
      waiting.clear();
      resolve();
    });
  });
  connection.onMessage((text) => {
    const frame = replyFrame.safeParse(JSON.parse(text));
    if (!frame.success) return;
    if ('event' in frame.data) {
      for (const listener of listeners) listener(frame.data.event);
      return;
    }
    const call = waiting.get(frame.data.reply);
    waiting.delete(frame.data.reply);
    if (call === undefined) return;
    if ('error' in frame.data) {
      const { code, message, next, detail } = frame.data.error;
      const known = code in ERROR_TABLE ? (code as ErrorCode) : 'INTERNAL';
      call.reject(Object.assign(plexiError(known), { message, next, detail }));
    } else {
      call.resolve(frame.data.output as never);
    }
  });
  return {
    call: (operation, input) =>
      new Promise((resolve, reject) => {
        if (!open) {
          reject(plexiError('PEER_UNREACHABLE', { detail: 'the connection closed' }));
          return;
        }
        const call = ++calls;
        waiting.set(call, { resolve, reject });
        connection.send(JSON.stringify({ call, operation, input }));
      }),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closed,
    close: () => connection.close(),
  };
};
