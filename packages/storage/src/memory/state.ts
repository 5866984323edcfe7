/** What is held in memory, and how a commit changes it. */
import { type ChainTip, EMPTY_TIP, type LogRef, logKey, type RawEntry, type SpaceId } from '@plexi/protocol';
import { followTip, sizeOf } from '../chain.ts';
import type { StoredAnnotation, StoredHead, Write } from '../store.ts';
import type { StoredMessage } from '../stored-message.ts';
import { comparePlaces, firstOf, tombstoneOf } from '../timeline.ts';

interface MemoryLog {
  head: StoredHead;
  entries: RawEntry[];
}

interface MemorySpace {
  logs: Map<string, MemoryLog>;
  /** By id; several where more than one entry carries a message of that id. */
  messages: Map<string, StoredMessage[]>;
  /** By log and sequence number. */
  annotations: Map<string, StoredAnnotation>;
  bytes: number;
}

/** Copies, so that what a caller does to its bytes later changes nothing here. */
export const copyEntry = ({ header, signature, body }: RawEntry): RawEntry => ({
  header: header.slice(),
  signature: signature.slice(),
  body: body?.slice(),
});

/** Where the records of a scope and kind are. */
export const recordsKey = (scope: string, kind: string): string => JSON.stringify([scope, kind]);

export interface Memory {
  spaces: Map<SpaceId, MemorySpace>;
  /** By scope and kind, then by key. */
  records: Map<string, Map<string, Uint8Array>>;
}

const spaceOf = (memory: Memory, space: SpaceId): MemorySpace => {
  let found = memory.spaces.get(space);
  if (found === undefined) {
    found = { logs: new Map(), messages: new Map(), annotations: new Map(), bytes: 0 };
    memory.spaces.set(space, found);
  }
  return found;
};

/** Whether every log's entries follow; nothing else in a commit can fail. Throws ENTRY_OUT_OF_ORDER. */
const checkTips = (memory: Memory, writes: readonly Write[]): void => {
  const tips = new Map<string, ChainTip>();
  const forgotten = new Set<SpaceId>();
  for (const write of writes) {
    if (write.type === 'forget-space') {
      forgotten.add(write.space);
      for (const key of tips.keys()) if (key.startsWith(write.space)) tips.delete(key);
    }
    if (write.type !== 'entries' && write.type !== 'cut-log') continue;
    const key = `${write.space}/${logKey(write.log)}`;
    if (write.type === 'cut-log') {
      tips.set(key, write.tip);
      continue;
    }
    const stored = forgotten.has(write.space)
      ? undefined
      : memory.spaces.get(write.space)?.logs.get(logKey(write.log));
    let tip = tips.get(key) ?? stored?.head.tip ?? EMPTY_TIP;
    for (const entry of write.entries) tip = followTip(tip, write.logId, entry);
    tips.set(key, tip);
  }
};

const append = (memory: Memory, write: Extract<Write, { type: 'entries' }>): void => {
  if (write.entries.length === 0) return;
  const space = spaceOf(memory, write.space);
  const key = logKey(write.log);
  const { channel, device, generation } = write.log;
  const log: MemoryLog = space.logs.get(key) ?? {
    head: { log: { channel, device, generation }, logId: write.logId, tip: EMPTY_TIP, bytes: 0 },
    entries: [],
  };
  for (const entry of write.entries) {
    const bytes = sizeOf(entry);
    log.entries.push(copyEntry(entry));
    log.head = {
      ...log.head,
      tip: followTip(log.head.tip, write.logId, entry),
      bytes: log.head.bytes + bytes,
    };
    space.bytes += bytes;
  }
  space.logs.set(key, log);
};

const cutLog = (memory: Memory, write: Extract<Write, { type: 'cut-log' }>): void => {
  const space = memory.spaces.get(write.space);
  const log = space?.logs.get(logKey(write.log));
  if (space === undefined || log === undefined || log.head.tip.sequence <= write.tip.sequence) return;
  const gone = log.entries.splice(write.tip.sequence).reduce((bytes, entry) => bytes + sizeOf(entry), 0);
  log.head = { ...log.head, tip: write.tip, bytes: log.head.bytes - gone };
  space.bytes -= gone;
  if (write.tip.sequence === 0) space.logs.delete(logKey(write.log));
};

const putMessage = (memory: Memory, message: StoredMessage): void => {
  const { messages } = spaceOf(memory, message.space);
  const same = messages.get(message.id) ?? [];
  const twin = same.findIndex((other) => other.entry === message.entry);
  if (twin < 0) same.push({ ...message });
  else {
    const before = same[twin] as StoredMessage;
    const order = comparePlaces(message, before);
    if (order < 0 || (order === 0 && before.dropped)) same[twin] = { ...message };
  }
  messages.set(message.id, same);
};

/** Replaces messages by what `change` makes of them; by nothing where that is nothing. */
const changeMessages = (
  space: MemorySpace | undefined,
  change: (message: StoredMessage) => StoredMessage | undefined,
): void => {
  for (const [id, same] of space?.messages ?? []) {
    const kept = same.map(change).filter((message) => message !== undefined);
    if (kept.length === 0) space?.messages.delete(id);
    else space?.messages.set(id, kept);
  }
};

const forgetMessages = (memory: Memory, write: Extract<Write, { type: 'forget-messages' }>): void => {
  const space = memory.spaces.get(write.space);
  const isGone = (it: StoredMessage | StoredAnnotation): boolean =>
    it.logId === write.logId && it.sequence > write.after;
  changeMessages(space, (message) => (isGone(message) ? undefined : message));
  for (const [place, annotation] of space?.annotations ?? [])
    if (isGone(annotation)) space?.annotations.delete(place);
};

const putAnnotation = (memory: Memory, annotation: StoredAnnotation): void => {
  const { annotations, messages } = spaceOf(memory, annotation.space);
  if (firstOf(messages.get(annotation.target) ?? [])?.dropped === true) return;
  const place = `${annotation.logId}/${annotation.sequence}`;
  if (!annotations.has(place)) annotations.set(place, { ...annotation });
};

/** Puts a body in the place of another, and counts the bytes. */
const setBody = (space: MemorySpace, at: { log: LogRef; sequence: number }, body?: Uint8Array) => {
  const log = space.logs.get(logKey(at.log));
  const entry = log?.entries[at.sequence - 1];
  if (log === undefined || entry === undefined || (entry.body === undefined) === (body === undefined)) return;
  const bytes = (body?.length ?? 0) - (entry.body?.length ?? 0);
  entry.body = body?.slice();
  log.head = { ...log.head, bytes: log.head.bytes + bytes };
  space.bytes += bytes;
};

const dropBodies = (memory: Memory, write: Extract<Write, { type: 'drop-bodies' }>): void => {
  const space = memory.spaces.get(write.space);
  if (space === undefined) return;
  for (const sequence of write.sequences) {
    setBody(space, { log: write.log, sequence });
    space.annotations.delete(`${write.logId}/${sequence}`);
  }
  changeMessages(space, (message) => {
    if (message.logId !== write.logId || !write.sequences.includes(message.sequence)) return message;
    if (write.leave === 'nothing') return undefined;
    for (const [place, { target }] of space.annotations)
      if (target === message.id) space.annotations.delete(place);
    return tombstoneOf(message);
  });
};

const writeRecord = (memory: Memory, write: Extract<Write, { type: 'record' }>): void => {
  const place = recordsKey(write.scope, write.kind);
  const records = memory.records.get(place) ?? new Map<string, Uint8Array>();
  if (write.value === undefined) records.delete(write.key);
  else records.set(write.key, write.value.slice());
  memory.records.set(place, records);
};

const applyWrite = (memory: Memory, write: Write): void => {
  switch (write.type) {
    case 'entries':
      append(memory, write);
      break;
    case 'cut-log':
      cutLog(memory, write);
      break;
    case 'record':
      writeRecord(memory, write);
      break;
    case 'messages':
      for (const message of write.messages) putMessage(memory, message);
      break;
    case 'annotations':
      for (const annotation of write.annotations) putAnnotation(memory, annotation);
      break;
    case 'drop-bodies':
      dropBodies(memory, write);
      break;
    case 'fill-body': {
      const space = memory.spaces.get(write.space);
      if (space !== undefined) setBody(space, write, write.body);
      break;
    }
    case 'forget-messages':
      forgetMessages(memory, write);
      break;
    case 'forget-space':
      memory.spaces.delete(write.space);
      for (const place of memory.records.keys()) {
        if ((JSON.parse(place) as string[])[0] === write.space) memory.records.delete(place);
      }
      break;
  }
};

/** Applies all of a commit's writes, or throws before the first. */
export const applyWrites = (memory: Memory, writes: readonly Write[]): void => {
  checkTips(memory, writes);
  for (const write of writes) applyWrite(memory, write);
};
