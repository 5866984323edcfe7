import type { EntryId, Hlc, LogId } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import type { Store, UnreadQuery } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { ADA, BEN, CLUB, GENERAL, idOf, LAB, message, RANDOM } from './fixtures.ts';

const clock = (value: number): Hlc => value as Hlc;

export const describeUnread = (current: () => Store): void => {
  const bens = { device: BEN, logId: idOf<LogId>('log of ben') };
  const at = (value: number, changes: Partial<StoredMessage> = {}): StoredMessage =>
    message({
      id: idOf(`at ${value}`),
      entry: idOf<EntryId>(`at ${value}`),
      clock: clock(value),
      ...changes,
    });
  const ask = async (query: Partial<UnreadQuery> = {}, channel = GENERAL): Promise<number[]> => {
    const all = { after: clock(0), except: [], limit: 100, look: 100, ...query };
    return (await current().unread(LAB, channel, all)).map((found) => found.clock);
  };

  describe('what waits to be read', () => {
    test('is what others wrote behind a clock, the newest first, and not what is gone', async () => {
      await current().commit([
        {
          type: 'messages',
          messages: [
            at(1, bens),
            at(2),
            at(3, bens),
            at(4, { ...bens, dropped: true, text: '' }),
            at(5, { ...bens, root: 'a root', apart: true, mentionsSelf: true }),
            at(6, { ...bens, channel: RANDOM }),
            at(7),
          ],
        },
      ]);
      expect(await ask()).toEqual([7, 5, 3, 2, 1]);
      expect(await ask({ except: [ADA] })).toEqual([5, 3, 1]);
      expect(await ask({ except: [ADA, BEN] })).toEqual([]);
      expect(await ask({ after: clock(3) })).toEqual([7, 5]);
      expect(await ask({ limit: 2 })).toEqual([7, 5]);
      expect(await ask({ look: 2, except: [BEN] })).toEqual([7]);
      expect(await ask({ only: 'oldest', limit: 2, except: [ADA] })).toEqual([1, 3]);
      expect(await ask({ only: 'mentions' })).toEqual([5]);
      expect(await ask({ only: 'mentions', except: [BEN] })).toEqual([]);
      expect(await ask({ only: 'mentions', after: clock(5) })).toEqual([]);
      expect(await ask({}, RANDOM)).toEqual([6]);
      const all = { after: clock(0), except: [], limit: 9, look: 9 };
      expect(await current().unread(CLUB, GENERAL, all)).toEqual([]);
      expect(await current().unread(LAB, GENERAL, { ...all, after: clock(4), except: [ADA] })).toEqual([
        {
          id: idOf('at 5'),
          clock: clock(5),
          device: BEN,
          root: 'a root',
          apart: true,
          mentionsSelf: true,
        },
      ]);
    });
  });
};
