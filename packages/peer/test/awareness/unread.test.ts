import { type ChannelId, LIMITS } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import { openMemoryStore } from '@plexi/storage/memory';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  ADA,
  ADA_2,
  BEN,
  CHANNEL,
  CLEO,
  linesAt,
  messageAt,
  openReader,
  type Reader,
  share,
} from './reader.ts';

const open = async (): Promise<[Reader, Reader]> => {
  const shared = share();
  const pair: [Reader, Reader] = [
    await openReader(ADA.device, shared),
    await openReader(ADA_2.device, shared),
  ];
  onTestFinished(() => {
    for (const reader of pair) reader.close();
  });
  return pair;
};
/** `from` tells `to` what it knows. */
const tell = async (from: Reader, to: Reader): Promise<void> => {
  await from.flush();
  await to.hear();
};
const posts = (from: number, count: number, name = 'post'): StoredMessage[] =>
  Array.from({ length: count }, (_, i) => messageAt(from + i, `${name} ${from + i}`));
const waiting = async ({ unread }: Reader): Promise<number> => (await unread.count(CHANNEL)).unread;
const firstOf = async ({ unread }: Reader): Promise<string | undefined> =>
  (await unread.count(CHANNEL)).first?.id;

describe('lines of one import', () => {
  test('are read together: up to one of them is up to before the first', async () => {
    const [ada] = await open();
    const lines = linesAt(20, 'import', 5);
    await ada.arrive(...posts(10, 2), ...lines, messageAt(30, 'after'));
    await ada.unread.read(CHANNEL, lines[2], undefined);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([6, lines[0]?.id]);
    await ada.unread.read(CHANNEL, lines[4], undefined);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([1, messageAt(30, 'after').id]);
  });

  test('that come late are read one by one', async () => {
    const [ada] = await open();
    await ada.arrive(...posts(10, 30));
    await ada.unread.read(CHANNEL, undefined, undefined);
    const lines = linesAt(20, 'import', 5);
    await ada.arrive(...lines);
    await ada.unread.read(CHANNEL, lines[3], lines[1]);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([2, lines[0]?.id]);
  });
});

describe('what comes late', () => {
  test('before what was in sight stays unread when the rest is read, until it is seen', async () => {
    const [ada] = await open();
    await ada.arrive(...posts(10, 10));
    await ada.unread.read(CHANNEL, messageAt(19, 'post 19'), undefined);
    const late = [messageAt(12, 'late, above'), messageAt(18, 'late, in sight')] as const;
    const next = messageAt(21, 'next');
    await ada.arrive(...late, next);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([3, late[0].id]);
    await ada.unread.read(CHANNEL, next, messageAt(15, 'post 15'));
    expect([await waiting(ada), await firstOf(ada)]).toEqual([1, late[0].id]);
    await ada.unread.read(CHANNEL, messageAt(13, 'post 13'), messageAt(11, 'post 11'));
    expect(await waiting(ada)).toBe(0);
  });

  test('waits on the other computer too; one that lacks it does not read it by reading what it has', async () => {
    const [ada, second] = await open();
    await ada.arrive(...posts(10, 10));
    await second.arrive(...posts(10, 10));
    await ada.unread.read(CHANNEL, undefined, undefined);
    const late = messageAt(12, 'late');
    await ada.arrive(late);
    await tell(ada, second);
    expect(await waiting(second)).toBe(0);
    await second.arrive(messageAt(30, 'new'));
    await second.unread.read(CHANNEL, messageAt(30, 'new'), messageAt(10, 'post 10'));
    await tell(second, ada);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([1, late.id]);
    await second.arrive(late);
    expect(await waiting(second)).toBe(1);
    await second.unread.read(CHANNEL, undefined, undefined);
    await tell(second, ada);
    expect(await waiting(ada)).toBe(0);
  });

  test('in a channel that was read on the other computer meanwhile, was read there', async () => {
    const [ada, second] = await open();
    await ada.arrive(...posts(10, 3));
    await second.arrive(...posts(10, 10));
    await ada.unread.read(CHANNEL, messageAt(12, 'post 12'), undefined);
    await tell(ada, second);
    expect(await waiting(second)).toBe(7);
    await second.unread.read(CHANNEL, undefined, undefined);
    await tell(second, ada);
    await ada.arrive(...posts(13, 7));
    expect(await waiting(ada)).toBe(0);
    // What the other computer had not got either waits, as soon as it says so.
    const late = messageAt(14, 'nobody had it');
    await ada.arrive(late);
    await second.arrive(late);
    await tell(second, ada);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([1, late.id]);
  });

  test('of somebody who is blocked never counts; of too many to be remembered one by one, all since the first waits again', async () => {
    const [ada] = await open();
    await ada.arrive(...posts(1000, 10));
    await ada.unread.read(CHANNEL, undefined, undefined);
    await ada.block(CLEO.account, true);
    await ada.arrive(...Array.from({ length: 150 }, (_, i) => messageAt(10 + i, `cleo ${i}`, CLEO.device)));
    expect(await waiting(ada)).toBe(0);
    await ada.arrive(...posts(500, 100, 'late'));
    expect(await waiting(ada)).toBe(100);
    await ada.arrive(messageAt(1005, 'one more'));
    expect([await waiting(ada), await firstOf(ada)]).toEqual([106, messageAt(500, 'late 500').id]);
  });
});

describe('[L6] of very many messages', () => {
  const many = LIMITS.unreadCounted + 150;

  test('a thousand are counted; the first of all, and all that name one, are found', async () => {
    const [ada] = await open();
    const all = posts(10, many).map((one, i) => ({ ...one, mentionsSelf: i % 100 === 0 }));
    await ada.arrive(...all.slice(-LIMITS.unreadCounted + 1));
    expect(await waiting(ada)).toBe(LIMITS.unreadCounted - 1);
    await ada.arrive(...all.slice(0, -LIMITS.unreadCounted + 1));
    expect(await ada.unread.count(CHANNEL)).toMatchObject({
      unread: LIMITS.unreadCounted,
      mentions: 12,
      first: { id: all[0]?.id },
    });
    await ada.unread.read(CHANNEL, all[many - 2], undefined);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([1, all[many - 1]?.id]);
  });

  test('those that count are found behind others’ talk in a thread, and what is late among them', async () => {
    const [ada] = await open();
    const root = messageAt(10, 'root', CLEO.device);
    const talk = posts(1000, many, 'talk').map((one) => ({ ...one, root: root.id, apart: true }));
    const [before, after] = [messageAt(900, 'before'), messageAt(9000, 'after')];
    await ada.arrive(messageAt(5, 'oldest'));
    await ada.unread.read(CHANNEL, undefined, undefined);
    await ada.arrive(root, ...talk, before, after);
    expect([await waiting(ada), await firstOf(ada)]).toEqual([3, root.id]);
    await ada.arrive(...posts(10_000, LIMITS.unreadCounted, 'more'));
    expect([await waiting(ada), await firstOf(ada)]).toEqual([LIMITS.unreadCounted, root.id]);
    await ada.unread.read(CHANNEL, root, undefined);
    await ada.arrive(messageAt(4, 'late', BEN.device, { mentionsSelf: true }));
    expect(await ada.unread.count(CHANNEL)).toMatchObject({
      unread: LIMITS.unreadCounted,
      mentions: 1,
      first: { id: messageAt(4, 'late').id },
    });
    expect((await ada.unread.mentions(CHANNEL, 1, true)).map(({ id }) => id)).toEqual([
      messageAt(4, 'late').id,
    ]);
  });

  test('mentions that were hidden make room for those before them', async () => {
    const [ada] = await open();
    const calls = posts(10, 6).map((one) => ({ ...one, mentionsSelf: true }));
    await ada.arrive(...calls);
    for (const { id } of calls.slice(3)) await ada.hide(id);
    const found = await ada.unread.mentions(CHANNEL, 2, false);
    expect(found.map(({ id }) => id)).toEqual([calls[2]?.id, calls[1]?.id]);
  });
});

test('reading what was there before one joined does not make the rest of it new', async () => {
  const [ada] = await open();
  await ada.arrive(messageAt(1, 'history'), messageAt(2, 'more history'), messageAt(3, 'the last of it'));
  await ada.unread.read(CHANNEL, messageAt(1, 'history'), undefined);
  expect(await waiting(ada)).toBe(0);
});

describe('how far it looks', () => {
  test('where most of what there is counts, no further than that; where nobody else writes, not at all', async () => {
    const store = openMemoryStore();
    const looked = vi.spyOn(store, 'unread');
    const ada = await openReader(ADA.device, share(), store);
    onTestFinished(() => ada.close());
    await ada.arrive(...posts(10, LIMITS.unreadCounted + 10));
    expect(await waiting(ada)).toBe(LIMITS.unreadCounted);
    expect(looked.mock.calls.map(([, , { look, only }]) => only ?? look)).not.toContain(20_000);
    looked.mockClear();
    const quiet = 'ab'.repeat(32) as ChannelId;
    await ada.arrive(messageAt(9000, 'to myself', ADA.device, { channel: quiet }));
    expect((await ada.unread.count(quiet)).unread).toBe(0);
    expect(looked).not.toHaveBeenCalled();
  });
});
