/** [L5] The message before which others are still coming: the first of those that came ahead of their history. */
import type { Message } from '@plexi/operations';
import type { ChannelId, EntryId, Hlc } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import type { SpaceContext } from './context.ts';

export interface Edges {
  /** Says of the messages shown which one it is. */
  mark(stored: readonly StoredMessage[], shown: readonly Message[]): Promise<Message[]>;
  /** What is ahead in a channel changed: messages that look different now. */
  moved(channel: ChannelId): Promise<string[]>;
}

const LAST = 'f'.repeat(64) as EntryId;

export const createEdges = ({ store, space, replica }: SpaceContext): Edges => {
  const told = new Map<ChannelId, string>();

  const edgeOf = async (channel: ChannelId): Promise<string | undefined> => {
    const gap = replica.ahead.gap(channel);
    if (gap === undefined) return undefined;
    const after = { clock: (gap.floor - 1) as Hlc, entry: LAST };
    const [first] = await store.messages(space, channel, { limit: 1, withoutApart: true, after });
    return first?.id;
  };

  return {
    mark: async (stored, shown) => {
      const edges = new Set<string>();
      for (const channel of new Set(stored.map((message) => message.channel))) {
        const edge = await edgeOf(channel);
        if (edge !== undefined) edges.add(edge);
      }
      return shown.map((message) => (edges.has(message.id) ? { ...message, earlierComing: true } : message));
    },
    moved: async (channel) => {
      const [before, now] = [told.get(channel), await edgeOf(channel)];
      if (now === undefined) told.delete(channel);
      else told.set(channel, now);
      return before === now ? [] : [before, now].filter((id) => id !== undefined);
    },
  };
};
