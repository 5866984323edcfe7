import type { EntryId, Hlc, LogId } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import type { Store, StoredAnnotation, Write } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import {
  ADA,
  annotation,
  appending,
  BEN,
  CLUB,
  GENERAL,
  idOf,
  LAB,
  message,
  posts,
  RANDOM,
  startLog,
} from './fixtures.ts';

const clock = (value: number): Hlc => value as Hlc;
const BENS = { logId: idOf<LogId>('log of ben'), device: BEN };
const TARGET = idOf<string>('post 0');

export const describeAnnotations = (current: () => Store): void => {
  const put = (messages: readonly StoredMessage[]): Promise<void> =>
    current().commit([{ type: 'messages', messages }]);
  const say = (...annotations: StoredAnnotation[]): Promise<void> =>
    current().commit([{ type: 'annotations', annotations }]);
  const counting = async (...targets: string[]): Promise<number[]> =>
    (await current().annotations(LAB, targets)).map(({ sequence }) => sequence);

  describe('what is said about messages later', () => {
    test('comes back as it was, whether or not the message is there', async () => {
      const all = [
        annotation({ sequence: 1, kind: 'edit', register: '', payload: new Uint8Array([1, 2, 0]) }),
        annotation({ ...BENS, sequence: 2 ** 40, clock: clock(2 ** 50), on: false, register: 'a\0b' }),
        annotation({ sequence: 3, target: 'not an id', channel: RANDOM, kind: 'topic' }),
      ];
      await say(...all);
      expect(await current().annotations(LAB, [TARGET, TARGET])).toStrictEqual(all.slice(0, 2));
      expect(await current().annotations(LAB, ['not an id', 'nothing'])).toStrictEqual(all.slice(2));
      expect(await current().annotations(LAB, [])).toEqual([]);
      expect(await current().annotations(CLUB, [TARGET])).toEqual([]);
      expect(await current().channelAnnotations(LAB, RANDOM, 'topic')).toStrictEqual(all.slice(2));
      expect(await current().channelAnnotations(LAB, GENERAL, 'topic')).toEqual([]);
      await current().commit([{ type: 'forget-space', space: LAB }]);
      expect(await counting(TARGET, 'not an id')).toEqual([]);
    });

    test('[C1] the newest of a register counts, in whatever order they come, twice or once', async () => {
      const all = [1, 2, 3].map((sequence) => annotation({ sequence, on: sequence % 2 === 1 }));
      const other = annotation({ sequence: 9, register: '🎉' });
      const bens = annotation({ ...BENS, sequence: 2 });
      for (const order of ['012', '021', '102', '120', '201', '210', '2010']) {
        for (const i of order) await say(all[Number(i)] as StoredAnnotation);
        await say(other, bens, other);
        expect(await current().annotations(LAB, [TARGET])).toStrictEqual([bens, all[2], other]);
        await current().commit([{ type: 'forget-space', space: LAB }]);
      }
    });

    test('the history of a kind has also what no longer counts', async () => {
      const edits = [1, 2, 3].map((sequence) => annotation({ sequence, kind: 'edit', register: '' }));
      await say(...edits.toReversed(), annotation({ sequence: 4 }));
      expect(await current().annotationHistory(LAB, TARGET, 'edit')).toStrictEqual(edits);
      expect(await current().annotationHistory(LAB, TARGET, 'pin')).toEqual([]);
      expect(await counting(TARGET)).toEqual([3, 4]);
    });

    test('[G4] what lies behind a cutoff goes, and what it had replaced counts again', async () => {
      await say(
        ...[1, 2, 3].map((sequence) => annotation({ sequence })),
        annotation({ sequence: 4, register: '🎉' }),
        annotation({ ...BENS, sequence: 9 }),
      );
      const { logId } = annotation({ sequence: 1 });
      await current().commit([{ type: 'forget-messages', space: LAB, logId, after: 2 }]);
      expect(await counting(TARGET)).toEqual([2, 9]);
      await current().commit([{ type: 'forget-messages', space: LAB, logId, after: 0 }]);
      expect(await counting(TARGET)).toEqual([9]);
    });
  });

  describe('threads', () => {
    test('are listed without their root, counted by who wrote, and may be left out of the channel', async () => {
      const [root, ...rest] = posts(9) as [StoredMessage, ...StoredMessage[]];
      const replies = rest.map((post, i) => ({
        ...post,
        root: root.id,
        apart: i % 2 === 0,
        ...(i < 3 ? BENS : {}),
      }));
      await put([...replies.toReversed(), root]);
      const ids = replies.map(({ id }) => id);
      const idsOf = (found: StoredMessage[]) => found.map(({ id }) => id);
      expect(idsOf(await current().thread(LAB, root.id, 100))).toEqual(ids);
      expect(idsOf(await current().thread(LAB, root.id, 3))).toEqual(ids.slice(5));
      expect(await current().thread(LAB, ids[0] as string, 3)).toEqual([]);
      const shown = await current().messages(LAB, GENERAL, { limit: 3, withoutApart: true });
      expect(idsOf(shown)).toEqual([ids[3], ids[5], ids[7]]);
      const shares = await current().threadShares(LAB, [root.id, root.id, 'other']);
      expect(shares.toSorted((a, b) => a.count - b.count)).toStrictEqual([
        { root: root.id, ...BENS, count: 3, last: replies[2]?.clock },
        { root: root.id, logId: root.logId, device: ADA, count: 5, last: replies[7]?.clock },
      ]);
      const found = await current().messagesById(LAB, [root.id, 'nothing', ids[4] as string, root.id]);
      expect(idsOf(found).sort((a, b) => (a < b ? -1 : 1))).toEqual(
        [root.id, ids[4] as string].sort((a, b) => (a < b ? -1 : 1)),
      );
    });
  });

  describe('[L4] bodies that go', () => {
    const setUp = async () => {
      const ada = startLog(LAB, GENERAL, ADA);
      const entries = ada.write(3, 100);
      const { logId } = ada;
      const gone = message({
        id: entries[1]?.id as string,
        entry: entries[1]?.id as EntryId,
        logId,
        sequence: 2,
        text: 'gone',
        root: TARGET,
        apart: true,
        hasLink: true,
        mentionsSelf: true,
        extras: new Uint8Array([7]),
      });
      await current().commit([
        appending(ada, entries),
        { type: 'messages', messages: [gone, message({ id: 'x', logId, sequence: 3 })] },
        {
          type: 'annotations',
          annotations: [1, 2].map((sequence) => annotation({ logId, sequence, kind: 'edit', register: '' })),
        },
      ]);
      const drop = (leave: 'tombstone' | 'nothing', sequences = [2]) =>
        current().commit([{ type: 'drop-bodies', space: LAB, log: ada.log, logId, sequences, leave }]);
      return { ada, entries, gone, drop };
    };

    test('leave their headers, fewer bytes, and a tombstone without a word', async () => {
      const { ada, entries, gone, drop } = await setUp();
      const before = await current().spaceBytes(LAB);
      await drop('tombstone');
      await drop('tombstone');
      const found = await current().entries(LAB, ada.log, 1, { limit: 9, maxBytes: 1e6 });
      expect(found.map(({ body }) => body?.length)).toEqual([100, undefined, 100]);
      expect(found.map(({ header }) => header)).toStrictEqual(entries.map(({ header }) => header));
      expect(await current().spaceBytes(LAB)).toBe(before - 100);
      expect((await current().head(LAB, ada.log))?.bytes).toBe(before - 100);
      expect(await current().message(LAB, gone.id)).toStrictEqual({
        ...gone,
        text: '',
        hasLink: false,
        mentionsSelf: false,
        extras: undefined,
        dropped: true,
      });
      expect(await counting(TARGET)).toEqual([1]);
      expect(await current().annotationHistory(LAB, TARGET, 'edit')).toHaveLength(1);
      expect(await current().threadShares(LAB, [TARGET])).toEqual([]);
    });

    test('keep nothing that was said about them, now or later', async () => {
      const { gone, drop } = await setUp();
      const about = (sequence: number) =>
        annotation({ ...BENS, sequence, target: gone.id, kind: 'edit', register: '' });
      await say(about(1), about(2));
      await drop('tombstone');
      await say(about(3));
      expect(await current().annotations(LAB, [gone.id])).toEqual([]);
      expect(await current().annotationHistory(LAB, gone.id, 'edit')).toEqual([]);
    });

    test('leave nothing where nothing is asked for, and what is not there is no matter', async () => {
      const { gone, drop } = await setUp();
      await drop('nothing', [2, 77]);
      expect(await current().message(LAB, gone.id)).toBeUndefined();
      expect(await current().countMessages(LAB, GENERAL)).toBe(1);
      const logId = idOf<LogId>('none');
      const log = { channel: RANDOM, device: BEN, generation: 0 };
      const sequences = [1];
      await current().commit([
        { type: 'drop-bodies', space: CLUB, log, logId, sequences, leave: 'nothing' },
        { type: 'drop-bodies', space: LAB, log, logId, sequences, leave: 'nothing' },
        { type: 'fill-body', space: LAB, log, sequence: 1, body: new Uint8Array(3) },
      ]);
    });

    test('come back in the place of their tombstone, and what is said about them counts again', async () => {
      const { ada, entries, gone, drop } = await setUp();
      await drop('tombstone');
      const body = entries[1]?.body as Uint8Array;
      const again: Write[] = [
        { type: 'fill-body', space: LAB, log: ada.log, sequence: 2, body },
        { type: 'messages', messages: [gone] },
      ];
      await current().commit(again);
      await current().commit(again);
      expect(await current().message(LAB, gone.id)).toStrictEqual(gone);
      expect(await current().countMessages(LAB, GENERAL)).toBe(2);
      await say(annotation({ ...BENS, sequence: 9, target: gone.id }));
      expect(await current().annotations(LAB, [gone.id])).toHaveLength(1);
    });

    test('can be put back, once', async () => {
      const { ada, entries, drop } = await setUp();
      const before = await current().spaceBytes(LAB);
      await drop('nothing');
      const body = entries[1]?.body as Uint8Array;
      const fill = { type: 'fill-body', space: LAB, log: ada.log, sequence: 2, body } as const;
      await current().commit([fill, fill]);
      await current().commit([{ ...fill, sequence: 3, body: new Uint8Array(7) }]);
      const found = await current().entries(LAB, ada.log, 1, { limit: 9, maxBytes: 1e6 });
      expect(found.map((entry) => entry.body)).toStrictEqual(entries.map((entry) => entry.body));
      expect(await current().spaceBytes(LAB)).toBe(before);
    });
  });
};
