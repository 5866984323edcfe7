/** The versions of a canvas: told from when its updates were written, and from names that members gave. */
import type { OperationOutput } from '@plexi/operations';
import { hlcToMs } from '@plexi/protocol';
import type { KeptUpdate, NamedVersion } from './records.ts';

/** A pause that ends a version, and the longest that one goes on. */
const PAUSE_MS = 10 * 60_000;
const LONGEST_MS = 60 * 60_000;
/** Versions that are listed: the newest. */
const MOST = 500;

export type CanvasVersion = OperationOutput<'canvas.history'>[number];

/** Groups updates, given in order, into versions, newest first. */
export const listVersions = (
  updates: readonly KeptUpdate[],
  names: readonly NamedVersion[],
  authorOf: (logId: KeptUpdate['logId']) => string,
): CanvasVersion[] => {
  const named = [...names].sort((a, b) => a.clock - b.clock);
  const versions: CanvasVersion[] = [];
  let start = 0;
  const finish = (end: number, name?: string): void => {
    const group = updates.slice(start, end);
    start = end;
    const last = group.at(-1);
    if (last === undefined) {
      // A name for what has a version already: the later name stands.
      const before = versions.at(-1);
      if (before !== undefined && name !== undefined) before.name = name;
      return;
    }
    const since = versions.at(-1)?.at;
    versions.push({
      at: String(last.clock),
      ...(since === undefined ? {} : { since }),
      time: new Date(hlcToMs(last.clock)).toISOString(),
      editors: [...new Set(group.map(({ logId }) => authorOf(logId)))],
      edits: group.length,
      ...(name === undefined ? {} : { name }),
    });
  };
  const msOf = (update: KeptUpdate | undefined): number => (update === undefined ? 0 : hlcToMs(update.clock));
  let next = 0;
  for (const [index, update] of updates.entries()) {
    for (let name = named[next]; name !== undefined && name.clock < update.clock; name = named[++next])
      finish(index, name.name);
    if (index === start) continue;
    const paused = msOf(update) - msOf(updates[index - 1]) > PAUSE_MS;
    if (paused || msOf(update) - msOf(updates[start]) > LONGEST_MS) finish(index);
  }
  const [first, ...rest] = named.slice(next);
  finish(updates.length, first?.name);
  for (const { name } of rest) finish(updates.length, name);
  return versions.reverse().slice(0, MOST);
};
