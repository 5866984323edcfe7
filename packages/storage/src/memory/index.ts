/** The store in memory: nothing survives it. */
import { type ChannelId, type Hlc, logKey, plexiError, type SpaceId } from '@plexi/protocol';
import { sizeOf } from '../chain.ts';
import type {
  EntryBounds,
  Store,
  StoredAnnotation,
  StoredHead,
  StoredRecord,
  ThreadShare,
} from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { boundsOf, compareAnnotations, comparePlaces, firstOf } from '../timeline.ts';
import { searchMemory } from './search.ts';
import { applyWrites, copyEntry, type Memory, recordsKey } from './state.ts';
import { unreadOf } from './unread.ts';

const ENCODER = new TextEncoder();

/** Code points in order; `<` on strings goes by UTF-16 units, which differs beyond U+FFFF. */
const compareKeys = (a: StoredRecord, b: StoredRecord): number => {
  const [left, right] = [ENCODER.encode(a.key), ENCODER.encode(b.key)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i] as number) - (right[i] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

const compareHeads = (a: StoredHead, b: StoredHead): number => {
  const [left, right] = [a.log.channel + a.log.device, b.log.channel + b.log.device];
  if (left !== right) return left < right ? -1 : 1;
  return a.log.generation - b.log.generation;
};

const annotationsOf = (
  memory: Memory,
  space: SpaceId,
  isWanted: (annotation: StoredAnnotation) => boolean,
): StoredAnnotation[] => {
  const all = [...(memory.spaces.get(space)?.annotations.values() ?? [])];
  return all.filter(isWanted).sort(compareAnnotations);
};

/** The last of each register of each log. */
const newestOf = (annotations: readonly StoredAnnotation[]): StoredAnnotation[] => {
  const newest = new Map<string, StoredAnnotation>();
  for (const annotation of annotations) {
    const { target, logId, kind, register } = annotation;
    const key = JSON.stringify([target, logId, kind, register]);
    if ((newest.get(key)?.sequence ?? 0) < annotation.sequence) newest.set(key, annotation);
  }
  const kept = new Set(newest.values());
  return annotations.filter((annotation) => kept.has(annotation));
};

const threadOf = (memory: Memory, space: SpaceId, root: string): StoredMessage[] =>
  [...(memory.spaces.get(space)?.messages.values() ?? [])]
    .map(firstOf)
    .filter((message) => message !== undefined)
    .filter((message) => message.root === root)
    .sort(comparePlaces);

const sharesOf = (memory: Memory, space: SpaceId, root: string): ThreadShare[] => {
  const shares = new Map<string, ThreadShare>();
  for (const { logId, device, clock, dropped } of threadOf(memory, space, root)) {
    if (dropped) continue;
    const key = `${logId}/${device}`;
    const before = shares.get(key) ?? { root, logId, device, count: 0, last: clock };
    shares.set(key, { ...before, count: before.count + 1, last: Math.max(before.last, clock) as Hlc });
  }
  return [...shares.values()];
};

const timelineOf = (memory: Memory, space: SpaceId, channel: ChannelId): StoredMessage[] => {
  const found: StoredMessage[] = [];
  for (const same of memory.spaces.get(space)?.messages.values() ?? []) {
    const first = firstOf(same);
    if (first?.channel === channel) found.push(first);
  }
  return found.sort(comparePlaces);
};

/** Opens an empty store. */
export const openMemoryStore = (): Store => {
  const memory: Memory = { spaces: new Map(), records: new Map() };
  let closed = false;
  const read = async <Result>(look: () => Result): Promise<Result> => {
    if (closed) throw plexiError('STORE_CLOSED');
    return look();
  };
  const logOf = (space: SpaceId, log: Parameters<Store['head']>[1]) =>
    memory.spaces.get(space)?.logs.get(logKey(log));

  const takeEntries = (log: ReturnType<typeof logOf>, from: number, { limit, maxBytes }: EntryBounds) => {
    const start = Math.max(1, from) - 1;
    let bytes = 0;
    let end = start;
    for (const entry of log?.entries.slice(start, start + limit) ?? []) {
      bytes += sizeOf(entry);
      if (end > start && bytes > maxBytes) break;
      end++;
    }
    return log?.entries.slice(start, end).map(copyEntry) ?? [];
  };

  return {
    heads: (space) =>
      read(() =>
        [...(memory.spaces.get(space)?.logs.values() ?? [])].map((log) => log.head).sort(compareHeads),
      ),
    head: (space, log) => read(() => logOf(space, log)?.head),
    entries: (space, log, from, bounds) => read(() => takeEntries(logOf(space, log), from, bounds)),
    spaces: () =>
      read(() => [...memory.spaces].flatMap(([id, space]) => (space.logs.size > 0 ? [id] : [])).sort()),
    spaceBytes: (space) => read(() => memory.spaces.get(space)?.bytes ?? 0),
    record: (scope, kind, key) => read(() => memory.records.get(recordsKey(scope, kind))?.get(key)?.slice()),
    records: (scope, kind) =>
      read(() =>
        [...(memory.records.get(recordsKey(scope, kind)) ?? [])]
          .map(([key, value]) => ({ key, value: value.slice() }))
          .sort(compareKeys),
      ),
    messages: (space, channel, page) =>
      read(() => {
        const { after, before, newest } = boundsOf(page);
        const within = timelineOf(memory, space, channel).filter(
          (message) =>
            comparePlaces(message, after) > 0 &&
            comparePlaces(message, before) < 0 &&
            !(page.withoutApart === true && message.apart),
        );
        return newest ? within.slice(Math.max(0, within.length - page.limit)) : within.slice(0, page.limit);
      }),
    message: (space, id) => read(() => firstOf(memory.spaces.get(space)?.messages.get(id) ?? [])),
    messageIdsFrom: (space, digits) =>
      read(() =>
        [...(memory.spaces.get(space)?.messages.keys() ?? [])]
          .filter((id) => id.startsWith(digits))
          .slice(0, 2),
      ),
    messagesById: (space, ids) =>
      read(() =>
        [...new Set(ids)]
          .map((id) => firstOf(memory.spaces.get(space)?.messages.get(id) ?? []))
          .filter((message) => message !== undefined),
      ),
    thread: (space, root, limit) =>
      read(() => {
        const all = threadOf(memory, space, root);
        return all.slice(Math.max(0, all.length - limit));
      }),
    threadShares: (space, roots) =>
      read(() => [...new Set(roots)].flatMap((root) => sharesOf(memory, space, root))),
    annotations: (space, targets) =>
      read(() => newestOf(annotationsOf(memory, space, (it) => targets.includes(it.target)))),
    annotationHistory: (space, target, kind) =>
      read(() => annotationsOf(memory, space, (it) => it.target === target && it.kind === kind)),
    channelAnnotations: (space, channel, kind) =>
      read(() => newestOf(annotationsOf(memory, space, (it) => it.channel === channel && it.kind === kind))),
    unread: (space, channel, query) => read(() => unreadOf(timelineOf(memory, space, channel), query)),
    countMessages: (space, channel) => read(() => timelineOf(memory, space, channel).length),
    searchMessages: (query) => read(() => searchMemory(memory, query)),
    indexMessages: () => read(() => ({ done: 0, total: 0 })),
    knownMessages: (space, ids) =>
      read(() => new Set(ids.filter((id) => memory.spaces.get(space)?.messages.has(id) === true))),
    commit: (writes) => read(() => applyWrites(memory, writes)),
    noteDamage: () => undefined,
    checkPart: () => read(() => ({ parts: 1, isDamaged: false })),
    health: () => ({ state: 'ok' }),
    onHealth: () => () => undefined,
    close: async () => {
      closed = true;
    },
  };
};
