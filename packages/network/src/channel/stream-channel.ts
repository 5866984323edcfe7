import type { Connection, Stream, StreamCloseEvent } from '@libp2p/interface';
import type { DeviceId } from '@plexi/protocol';
import { isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import type { Channel, ChannelEnd } from '../network.ts';
import { createInbox } from './inbox.ts';
import { createOutbox } from './outbox.ts';

/** A channel with what only this package uses of it. */
export interface StreamChannel extends Channel {
  readonly connection: Connection;
  readonly isOpen: boolean;
  /** Takes the handler off again, so that the next frames wait for the next handler. */
  pauseFrames(): void;
  /** Ends the channel at once and tells the remote side by a reset. */
  abort(reason: string): void;
}

interface StreamChannelOptions {
  device: DeviceId;
  stream: Stream;
  connection: Connection;
  outbound: boolean;
  /** The peer broke the protocol: a code of which it is the owner. */
  onMisbehaved(code: string): void;
}

const IGNORED = () => undefined;

export const createStreamChannel = (options: StreamChannelOptions): StreamChannel => {
  const { stream, connection, device, outbound } = options;
  const end = Promise.withResolvers<ChannelEnd>();
  const outbox = createOutbox(stream);
  let state: 'open' | 'finishing' | 'closing' | 'ended' = 'open';

  const settle = (reason: string) => {
    if (state === 'ended') return;
    state = 'ended';
    outbox.end();
    inbox.end();
    end.resolve({ reason });
  };

  const abort = (reason: string) => {
    if (state === 'ended') return;
    settle(reason);
    stream.abort(new Error(reason));
  };

  const inbox = createInbox(stream, {
    onFailed(error) {
      const code = isPlexiError(error) ? error.code : 'INTERNAL';
      if (isPlexiError(error) && error.owner === 'peer') options.onMisbehaved(code);
      abort(code);
    },
    onFinished(whole) {
      // Only who closes in an orderly way is to blame for half a frame.
      const isTruncated = !whole && ending === 'remote' && stream.status !== 'reset';
      if (isTruncated) options.onMisbehaved('FRAME_INVALID');
      settle(isTruncated ? 'FRAME_INVALID' : ending);
      stream.close().catch(() => stream.abort(new Error('close failed')));
    },
  });

  let ending = 'remote';
  /** Nothing more can be sent; what has been received is still delivered. */
  const finishAs = (reason: string) => {
    if (state !== 'open') return;
    state = 'finishing';
    ending = reason;
    outbox.end();
    inbox.finish();
  };
  stream.addEventListener('remoteCloseWrite', () => finishAs('remote'));
  stream.addEventListener('close', (event: StreamCloseEvent) => {
    // A reset of the stream alone is the remote side's doing; otherwise the connection under it went.
    const isRemote = connection.status === 'open' && (event.error === undefined || stream.status === 'reset');
    finishAs(isRemote ? 'remote' : 'lost');
  });

  /** Queued frames leave, then our side of the stream, then the remote's; whatever takes too long is cut off. */
  const closeGently = async (signal: AbortSignal) => {
    const timedOut = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(plexiError('TIMED_OUT')), { once: true });
    });
    await Promise.race([outbox.emptied(), timedOut]);
    const closed = new Promise<void>((resolve) => {
      stream.addEventListener('remoteCloseWrite', () => resolve(), { once: true });
      stream.addEventListener('close', () => resolve(), { once: true });
      if (stream.remoteWriteStatus === 'closed') resolve();
    });
    await stream.close({ signal });
    await Promise.race([closed, timedOut]);
  };

  return {
    device,
    connection,
    outbound,
    protocol: stream.protocol,
    remoteAddress: connection.remoteAddr.toString(),
    closed: end.promise,
    get isOpen() {
      return state === 'open';
    },
    send(frame) {
      if (state !== 'open') throw plexiError('CHANNEL_CLOSED');
      try {
        return outbox.push(frame);
      } catch (error) {
        if (isPlexiError(error) && error.code === 'NETWORK_QUEUE_FULL') abort(error.code);
        throw error;
      }
    },
    drained: () => outbox.drained(),
    onFrame: (handler) => inbox.handleWith(handler),
    pauseFrames: () => inbox.handleWith(undefined),
    abort,
    async close(reason = 'closed') {
      // Nobody waits for a handler that is still busy with what a gone peer sent.
      if (state === 'finishing') settle(ending);
      if (state !== 'open') {
        await end.promise;
        return;
      }
      state = 'closing';
      inbox.end();
      try {
        await closeGently(AbortSignal.timeout(LIMITS.channelCloseMs));
      } catch {
        stream.abort(new Error('close took too long'));
      }
      settle(reason);
    },
  };
};

/** Resolves with the first frame of a channel; later ones wait for the next handler. Rejects when the channel ends first. */
export const receiveFirstFrame = (channel: StreamChannel, timeoutMs: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      channel.abort('TIMED_OUT');
      reject(plexiError('PEER_UNREACHABLE', { detail: 'no answer on the new stream' }));
    }, timeoutMs);
    channel.onFrame((frame) => {
      clearTimeout(timer);
      channel.pauseFrames();
      resolve(frame);
    });
    channel.closed.then(({ reason }) => {
      clearTimeout(timer);
      reject(plexiError('PEER_REFUSED', { detail: `stream ended: ${reason}` }));
    }, IGNORED);
  });
