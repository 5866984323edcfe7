/** Threads: what answers a message, and who wrote it. */
import { type DeviceId, type Hlc, idFromBytes, type LogId, type SpaceId } from '@plexi/protocol';
import type { ThreadShare } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { DROPPED, type MessageRow, SELECT_MESSAGES, toMessage } from './message-row.ts';
import { type Names, shorten, spellOut } from './names.ts';
import type { Statements } from './statements.ts';

/** Roots come as JSON: one statement for any number of them. An id is a blob in its column, anything else text. */
const THREAD_SHARES = `
SELECT m.root, w.log_id, w.device, count(*) AS found, max(m.clock) AS last
FROM json_each(?) j
  CROSS JOIN message m ON m.root = iif(length(j.value) = 64, coalesce(unhex(j.value), j.value), j.value)
  JOIN writer w ON w.id = m.writer
WHERE m.root IS NOT NULL AND m.space = ? AND m.shown = 1 AND m.flags & ${DROPPED} = 0
GROUP BY m.root, m.writer`;

export interface Threads {
  thread(space: SpaceId, root: string, limit: number): StoredMessage[];
  threadShares(space: SpaceId, roots: readonly string[]): ThreadShare[];
}

export const openThreads = (statements: Statements, names: Names): Threads => ({
  thread: (space, root, limit) => {
    const owner = names.findSpace(space);
    if (owner === undefined) return [];
    const sql = `${SELECT_MESSAGES} WHERE m.root = ? AND m.space = ? AND m.shown = 1
        ORDER BY m.clock DESC, m.entry DESC, m.part DESC LIMIT ?`;
    const rows = statements.all<MessageRow>(sql, shorten(root), owner, limit);
    return rows.reverse().map((row) => toMessage(space, row));
  },

  threadShares: (space, roots) => {
    const owner = names.findSpace(space);
    if (owner === undefined) return [];
    return statements
      .all<{
        root: string | Uint8Array;
        log_id: Uint8Array;
        device: Uint8Array;
        found: number;
        last: number;
      }>(THREAD_SHARES, JSON.stringify([...new Set(roots)]), owner)
      .map((row) => ({
        root: spellOut(row.root),
        logId: idFromBytes<LogId>(row.log_id),
        device: idFromBytes<DeviceId>(row.device),
        count: row.found,
        last: row.last as Hlc,
      }));
  },
});
