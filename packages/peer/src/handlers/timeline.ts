/** Pages of a timeline, which in a conversation lies in several spaces: all that is in them, in one order for everybody. */
import type { Message } from '@plexi/operations';
import { type ChannelId, type EntryId, hlcFromMs, plexiError, ZERO_ID } from '@plexi/protocol';
import { comparePlaces, type MessagePage, type MessagePlace, type StoredMessage } from '@plexi/storage';
import type { NewestPages } from '../client/newest-pages.ts';
import type { Space } from '../space/space.ts';

/** Pages that are asked for at most, until one call has enough to show: some hold reactions more than messages. */
const OLDER_ROUNDS = 4;

/** Where a part of a timeline lies. */
export interface Part {
  space: Space;
  channel: ChannelId;
}

interface Listing {
  limit: number;
  /** The newest before this message, the oldest after it, or those on both sides of it; of all, the newest. */
  before?: string | undefined;
  after?: string | undefined;
  around?: string | undefined;
  /** The oldest from this moment on, ISO 8601. */
  since?: string | undefined;
  /** Without what is shown in threads only. @default false */
  withoutApart?: boolean;
}

/** Throws NOT_FOUND where no part has the message. */
const placeOf = async (
  parts: readonly Part[],
  id: string | undefined,
): Promise<StoredMessage | undefined> => {
  if (id === undefined) return undefined;
  const found = await Promise.all(parts.map(({ space }) => space.messages.stored(id)));
  const message = found.find((it) => it !== undefined);
  if (message === undefined) throw plexiError('NOT_FOUND', { detail: 'message' });
  return message;
};

/** Right before everything of a moment. */
const placeAt = (moment: string | undefined): MessagePlace | undefined =>
  moment === undefined
    ? undefined
    : { clock: hlcFromMs(Date.parse(moment)), entry: ZERO_ID as EntryId, part: -1 };

const readPage = async (parts: readonly Part[], page: MessagePage): Promise<StoredMessage[]> => {
  const pages = await Promise.all(parts.map(({ space, channel }) => space.messages.page(channel, page)));
  if (pages.length === 1) return pages[0] ?? [];
  const all = pages.flat().sort(comparePlaces);
  return page.after === undefined ? all.slice(-page.limit) : all.slice(0, page.limit);
};

const present = async (parts: readonly Part[], stored: readonly StoredMessage[]): Promise<Message[]> => {
  const shown = await Promise.all(
    parts.map(({ space }) => space.messages.present(stored.filter((message) => message.space === space.id))),
  );
  const byId = new Map(shown.flat().map((message) => [message.id, message]));
  return stored.flatMap(({ id }) => byId.get(id) ?? []);
};

/** Whether a page reaches to where messages are still to come in a part. */
const isShort = ({ space, channel }: Part, page: MessagePage, found: readonly StoredMessage[]): boolean => {
  const gap = space.replica.ahead.gap(channel);
  return gap !== undefined && (found.length < page.limit || (found[0]?.clock ?? 0) < gap.floor);
};

/** [L5] A page of older messages, which are asked for where they have not come yet. */
const readOlder = async (
  parts: readonly Part[],
  page: MessagePage,
  pages: Pick<NewestPages, 'earlier'>,
): Promise<StoredMessage[]> => {
  let found = await readPage(parts, page);
  for (let round = 0; round < OLDER_ROUNDS; round++) {
    const short = parts.filter((part) => isShort(part, page, found));
    const floors = short.map(({ space, channel }) => space.replica.ahead.gap(channel)?.floor);
    if (short.length === 0) return found;
    await Promise.all(short.map(({ space, channel }) => pages.earlier(space, channel)));
    const now = short.map(({ space, channel }) => space.replica.ahead.gap(channel)?.floor);
    if (now.every((floor, at) => floor === floors[at])) return found;
    found = await readPage(parts, page);
  }
  return found;
};

/** A page of what these parts hold. Throws NOT_FOUND for a message that is in none. */
export const readTimeline = async (
  parts: readonly Part[],
  listing: Listing,
  pages?: Pick<NewestPages, 'earlier'>,
): Promise<Message[]> => {
  const { limit, withoutApart = false } = listing;
  const [before, after, around] = await Promise.all(
    [listing.before, listing.after, listing.around].map((id) => placeOf(parts, id)),
  );
  if (around !== undefined) {
    const half = Math.max(1, Math.floor(limit / 2));
    const earlier = await readPage(parts, { limit: half, before: around, withoutApart });
    const later = await readPage(parts, { limit: half, after: around, withoutApart });
    return present(parts, [...earlier, around, ...later]);
  }
  const from = after ?? placeAt(listing.since);
  const page: MessagePage = {
    limit,
    withoutApart,
    ...(before === undefined ? {} : { before }),
    ...(from === undefined ? {} : { after: from }),
  };
  const isOlder = before !== undefined && from === undefined && pages !== undefined;
  return present(parts, await (isOlder ? readOlder(parts, page, pages) : readPage(parts, page)));
};
