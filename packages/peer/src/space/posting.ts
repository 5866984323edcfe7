/**
 * Writing to channels. Writing waits for the disk, so what is asked for meanwhile, for one channel, is written together with what
 * waits before it: each an entry of its own, all in one commit.
 */
import { type ChannelEvent, type ChannelId, type Entry, encodeEvent } from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { type SpaceContext, writableLog } from './context.ts';
import type { Writer } from './writer.ts';

export interface Posting {
  /** Appends events to a channel; gives their entries once they are durable. */
  write: (channel: ChannelId, events: readonly ChannelEvent[], writes?: readonly Write[]) => Promise<Entry[]>;
}

interface Job {
  channel: ChannelId;
  events: readonly ChannelEvent[];
  writes: readonly Write[];
  resolve: (entries: Entry[]) => void;
  reject: (error: unknown) => void;
}

/** Events of one commit, but for those of one caller. */
const AT_ONCE = 256;

export const createPosting = (
  context: SpaceContext,
  writer: Pick<Writer, 'events'>,
  reconcile: () => Promise<void>,
): Posting => {
  const waiting: Job[] = [];

  /** Those that come next and are for one channel, as many as fit. */
  const takeGroup = (): Job[] => {
    const [first] = waiting;
    let events = 0;
    const end = waiting.findIndex((job, i) => {
      events += job.events.length;
      return i > 0 && (job.channel !== first?.channel || events > AT_ONCE);
    });
    return waiting.splice(0, end < 0 ? waiting.length : end);
  };

  const writeGroup = async (group: readonly Job[], channel: ChannelId): Promise<void> => {
    writableLog(context, channel);
    await reconcile();
    const entries = await writer.events(
      channel,
      group.flatMap(({ events }) => events),
      group.flatMap(({ writes }) => writes),
    );
    let at = 0;
    for (const { events, resolve } of group) {
      resolve(entries.slice(at, at + events.length));
      at += events.length;
    }
  };

  const writeNext = async (): Promise<void> => {
    const group = takeGroup();
    const [first] = group;
    // Its group went with somebody's before it.
    if (first === undefined) return;
    try {
      await writeGroup(group, first.channel);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };

  return {
    write: async (channel, events, writes = []) => {
      // What cannot be written fails its own caller.
      for (const event of events) encodeEvent(event);
      const { promise, resolve, reject } = Promise.withResolvers<Entry[]>();
      waiting.push({ channel, events, writes, resolve, reject });
      context.replica.run(writeNext).catch(reject);
      return promise;
    },
  };
};
