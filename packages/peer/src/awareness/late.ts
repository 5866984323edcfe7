/**
 * Messages that arrived after the read mark had passed their place. They are remembered one by one, on all of the account's
 * devices alike, until they are seen.
 */
import type { ChannelId, DeviceId, SpaceId } from '@plexi/protocol';
import { comparePlaces, type MessagePlace, type Store, type StoredMessage } from '@plexi/storage';
import type { AccountState } from '../account-state/account-state.ts';

interface Seen {
  since: MessagePlace | undefined;
  before: MessagePlace | undefined;
}

interface Late {
  count: (channel: ChannelId) => number;
  /** Those before a mark, oldest first, but for those of some devices. */
  within: (channel: ChannelId, mark: number, except: readonly DeviceId[]) => Promise<StoredMessage[]>;
  remember: (channel: ChannelId, messages: readonly StoredMessage[]) => Promise<void>;
  /** What lies in a part of the timeline was seen; or all, also what only another device has yet. */
  forget: (channel: ChannelId, seen: Seen | undefined) => Promise<void>;
}

export interface LateDependencies {
  space: SpaceId;
  store: Store;
  account: AccountState;
}

/** Whether a message that arrives now lies before the mark. */
export const isLateFor = (mark: number, { clock }: { clock: number }): boolean => clock <= mark;

export const createLate = ({ space, store, account }: LateDependencies): Late => {
  const keyOf = (channel: ChannelId, id: string): string => `${channel}/${id}`;
  const idsIn = (channel: ChannelId): string[] =>
    [...account.list(space, 'late').keys()]
      .filter((key) => key.startsWith(keyOf(channel, '')))
      .map((key) => key.slice(channel.length + 1));
  const isIn = (message: StoredMessage, { since, before }: Seen): boolean =>
    (since === undefined || comparePlaces(message, { part: 0, ...since }) >= 0) &&
    (before === undefined || comparePlaces(message, { part: 0, ...before }) < 0);

  return {
    count: (channel) => idsIn(channel).length,
    within: async (channel, mark, except) => {
      const ids = idsIn(channel);
      const found = ids.length === 0 ? [] : await store.messagesById(space, ids);
      return found
        .filter((message) => !message.dropped && isLateFor(mark, message) && !except.includes(message.device))
        .sort(comparePlaces);
    },
    remember: async (channel, messages) => {
      for (const { id } of messages) await account.set(space, 'late', keyOf(channel, id), '1');
    },
    forget: async (channel, seen) => {
      const ids = idsIn(channel);
      const found = seen === undefined ? [] : await store.messagesById(space, ids);
      const gone = seen === undefined ? ids : found.filter((one) => isIn(one, seen)).map(({ id }) => id);
      for (const id of gone) await account.set(space, 'late', keyOf(channel, id), undefined);
    },
  };
};
