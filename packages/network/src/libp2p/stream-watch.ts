/**
 * Bounds how fast the other side of a connection opens streams. libp2p bounds how many are open, and resets what is beyond:
 * each still costs a negotiation, so one peer could have thousands a second made for nothing.
 */
import type { Connection, Stream, StreamMuxer, StreamMuxerFactory } from '@libp2p/interface';
import { createAllowance, LIMITS } from '@plexi/protocol';

export interface StreamWatch {
  /** The muxers that are made from here on can be watched. */
  over<Components>(
    create: (components: Components) => StreamMuxerFactory,
  ): (components: Components) => StreamMuxerFactory;
  /** Watches a connection, which is ended when it opens streams too fast. */
  watch(connection: Connection): void;
}

/** `onOverrun` is told of a connection that is ended for it. */
export const createStreamWatch = (onOverrun: (connection: Connection) => void): StreamWatch => {
  // A muxer and its connection have one list of streams between them; libp2p shows no other tie.
  const muxers = new WeakMap<readonly Stream[], StreamMuxer>();
  return {
    over: (create) => (components) => {
      const factory = create(components);
      return {
        protocol: factory.protocol,
        createStreamMuxer: (over) => {
          const muxer = factory.createStreamMuxer(over);
          muxers.set(muxer.streams, muxer);
          return muxer;
        },
      };
    },
    watch: (connection) => {
      const left = createAllowance(
        { burst: LIMITS.newStreams, perMs: LIMITS.newStreamsPerSecond / 1000 },
        Date.now,
      );
      muxers.get(connection.streams)?.addEventListener('stream', () => {
        if (left.take('') || connection.status !== 'open') return;
        connection.abort(new Error('too many new streams'));
        onOverrun(connection);
      });
    },
  };
};
