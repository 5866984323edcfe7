/** What waits to be read. */
import { type ChannelId, type DeviceId, type Hlc, idFromBytes, type SpaceId } from '@plexi/protocol';
import type { UnreadMessage, UnreadQuery } from '../store.ts';
import { APART, APART_ONLY, DROPPED, MAIN_ONLY, MENTION } from './message-row.ts';
import { type Names, spellOut } from './names.ts';
import type { Statements } from './statements.ts';

interface UnreadRow {
  key: string | Uint8Array | null;
  entry: Uint8Array;
  clock: number;
  root: string | Uint8Array | null;
  flags: number;
  device: Uint8Array;
}

/** Along each of the two indexes of a timeline, for what is shown in threads only and for all else. */
const lookAlong = (apart: string, direction: 'ASC' | 'DESC'): string => `SELECT * FROM (
  SELECT key, clock, entry, part, root, flags, writer FROM message
  WHERE channel = ? AND clock > ? AND shown = 1 AND ${apart}
  ORDER BY clock ${direction}, entry ${direction}, part ${direction} LIMIT ?)`;

/** The inner part looks at so many messages at most, along the indexes of the timeline; the outer part leaves some out. */
export const unreadSql = (direction: 'ASC' | 'DESC'): string => `
SELECT m.key, m.entry, m.clock, m.root, m.flags, w.device FROM (
  ${lookAlong(MAIN_ONLY, direction)} UNION ALL ${lookAlong(APART_ONLY, direction)}
  ORDER BY clock ${direction}, entry ${direction}, part ${direction} LIMIT ?
) m JOIN writer w ON w.id = m.writer
WHERE m.flags & ${DROPPED} = 0 AND m.writer NOT IN (SELECT value FROM json_each(?))
ORDER BY m.clock ${direction}, m.entry ${direction}, m.part ${direction} LIMIT ?`;

/** The condition on the flags stands as in the index, which SQLite uses only so. */
export const MENTIONS = `
SELECT m.key, m.entry, m.clock, m.root, m.flags, w.device FROM message m JOIN writer w ON w.id = m.writer
WHERE m.channel = ? AND m.clock > ? AND m.shown = 1 AND m.flags & ${MENTION} <> 0 AND m.flags & ${DROPPED} = 0
  AND m.writer NOT IN (SELECT value FROM json_each(?))
ORDER BY m.clock DESC, m.entry DESC LIMIT ?`;

const toUnread = (row: UnreadRow): UnreadMessage => ({
  id: spellOut(row.key ?? row.entry),
  clock: row.clock as Hlc,
  device: idFromBytes<DeviceId>(row.device),
  root: row.root === null ? undefined : spellOut(row.root),
  apart: (row.flags & APART) !== 0,
  mentionsSelf: (row.flags & MENTION) !== 0,
});

export interface UnreadMessages {
  behind(space: SpaceId, channel: ChannelId, query: UnreadQuery): UnreadMessage[];
}

export const openUnread = (statements: Statements, names: Names): UnreadMessages => {
  const writersOf = (space: SpaceId, devices: readonly DeviceId[]): string => {
    const owner = names.findSpace(space);
    if (owner === undefined || devices.length === 0) return '[]';
    const rows = statements.all<{ id: number }>(
      'SELECT id FROM writer WHERE space = ? AND lower(hex(device)) IN (SELECT value FROM json_each(?))',
      owner,
      JSON.stringify(devices),
    );
    return JSON.stringify(rows.map(({ id }) => id));
  };
  return {
    behind: (space, channel, { after, except, limit, look, only }) => {
      const within = names.findChannel(space, channel);
      if (within === undefined) return [];
      const writers = writersOf(space, except);
      const rows =
        only === 'mentions'
          ? statements.all<UnreadRow>(MENTIONS, within, after, writers, limit)
          : statements.all<UnreadRow>(
              unreadSql(only === 'oldest' ? 'ASC' : 'DESC'),
              within,
              after,
              look,
              within,
              after,
              look,
              look,
              writers,
              limit,
            );
      return rows.map(toUnread);
    },
  };
};
