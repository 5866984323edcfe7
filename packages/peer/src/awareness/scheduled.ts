/**
 * Messages that are to be sent later: kept on this device, and sent by it when their time has come, or as soon as it is back.
 * One that is late says for when it was meant.
 */
import {
  type ChannelId,
  ID_BYTES,
  idField,
  isPlexiError,
  LIMITS,
  msField,
  type Primitives,
  plexiError,
  readCbor,
  type SpaceId,
  toHex,
  writeCbor,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';

export interface ScheduledMessage {
  id: string;
  space: SpaceId;
  channel: ChannelId;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The code of what went wrong when it was tried. */
  problem: string | undefined;
}

export interface Schedule {
  list(): ScheduledMessage[];
  /** Throws TOO_LARGE where too many wait. */
  add(message: Pick<ScheduledMessage, 'space' | 'channel' | 'text' | 'at'>): Promise<ScheduledMessage>;
  /** Throws NOT_FOUND. */
  edit(id: string, change: { text?: string | undefined; at?: number | undefined }): Promise<ScheduledMessage>;
  /** Throws NOT_FOUND. */
  cancel(id: string): Promise<void>;
  /** Sends what is due. */
  check(): void;
  close(): Promise<void>;
}

export interface ScheduleDependencies {
  primitives: Primitives;
  store: Store;
  now: () => number;
  /** Sends a message, and does `writes` in the same commit, so that none is sent twice. */
  send: (message: ScheduledMessage, text: string, writes: readonly Write[]) => Promise<void>;
  changed: () => void;
}

const KIND = 'scheduled';
const LATE_MS = 5 * 60_000;
const RETRY_MS = 60_000;
/** The longest that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

const messageShape = z.tuple([
  idField<SpaceId>(),
  idField<ChannelId>(),
  z.string(),
  msField,
  z.string().max(64).nullable(),
]);

const withMoment = (message: ScheduledMessage, nowMs: number): string => {
  if (nowMs - message.at < LATE_MS) return message.text;
  const moment = new Date(message.at).toISOString().slice(0, 16).replace('T', ' ');
  return `${message.text}\n\n⏱ ${moment} UTC`;
};

/** Opens what waits on this device. */
export const openSchedule = async (dependencies: ScheduleDependencies): Promise<Schedule> => {
  const { primitives, store, now } = dependencies;
  const waiting = new Map<string, ScheduledMessage>();
  const failedAt = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let closed = false;

  for (const { key, value } of await store.records('profile', KIND)) {
    const [space, channel, text, at, problem] = readCbor(
      messageShape,
      value,
      LIMITS.bodyBytes,
      'STORE_CORRUPT',
    );
    waiting.set(key, { id: key, space, channel, text, at, problem: problem ?? undefined });
  }

  const record = (id: string, message: ScheduledMessage | undefined): Write => ({
    type: 'record',
    scope: 'profile',
    kind: KIND,
    key: id,
    value:
      message &&
      writeCbor(messageShape, [
        message.space,
        message.channel,
        message.text,
        message.at,
        message.problem ?? null,
      ]),
  });
  const keep = async (message: ScheduledMessage): Promise<ScheduledMessage> => {
    await store.commit([record(message.id, message)]);
    waiting.set(message.id, message);
    dependencies.changed();
    arm();
    return message;
  };
  const find = (id: string): ScheduledMessage => {
    const found = waiting.get(id);
    if (found === undefined) throw plexiError('NOT_FOUND', { detail: 'scheduled message' });
    return found;
  };

  /** When a message is to be tried: at its time, or a while after it failed. */
  const dueAt = (message: ScheduledMessage): number =>
    Math.max(message.at, (failedAt.get(message.id) ?? Number.NEGATIVE_INFINITY) + RETRY_MS);

  const sendOne = async (message: ScheduledMessage): Promise<void> => {
    try {
      await dependencies.send(message, withMoment(message, now()), [record(message.id, undefined)]);
      waiting.delete(message.id);
      failedAt.delete(message.id);
      dependencies.changed();
    } catch (error) {
      failedAt.set(message.id, now());
      const problem = isPlexiError(error) ? error.code : 'INTERNAL';
      if (problem !== message.problem) await keep({ ...message, problem });
    }
  };

  const sendDue = async (): Promise<void> => {
    const due = [...waiting.values()]
      .filter((message) => dueAt(message) <= now())
      .sort((a, b) => a.at - b.at);
    for (const message of due) if (waiting.get(message.id) === message && !closed) await sendOne(message);
  };

  const check = (): void => {
    sending ??= sendDue()
      // Only a store that is gone ends here; what could not be sent says so itself.
      .catch(() => undefined)
      .finally(() => {
        sending = undefined;
        arm();
      });
  };

  function arm(): void {
    clearTimeout(timer);
    if (closed || waiting.size === 0) return;
    const next = Math.min(...[...waiting.values()].map(dueAt));
    timer = setTimeout(check, Math.min(LONGEST_MS, Math.max(0, next - now())));
    timer.unref();
  }

  return {
    list: () => [...waiting.values()].sort((a, b) => a.at - b.at),
    add: async (fields) => {
      if (waiting.size >= LIMITS.scheduledMessages)
        throw plexiError('TOO_LARGE', { detail: 'scheduled messages' });
      return keep({ ...fields, id: toHex(primitives.randomBytes(ID_BYTES)), problem: undefined });
    },
    edit: async (id, { text, at }) => {
      const before = find(id);
      failedAt.delete(id);
      return keep({ ...before, text: text ?? before.text, at: at ?? before.at, problem: undefined });
    },
    cancel: async (id) => {
      find(id);
      await store.commit([record(id, undefined)]);
      waiting.delete(id);
      dependencies.changed();
      arm();
    },
    check,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await sending;
    },
  };
};
