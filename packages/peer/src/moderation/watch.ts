/**
 * [A3] Looking at messages as they come, for those in charge: on their own devices, and on AI nodes, which tell them. What is to be
 * looked at is kept with the messages themselves, so that a crash leaves nothing out, and each is looked at once.
 */
import {
  type AccountId,
  concatBytes,
  type Finding,
  hlcToMs,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  isInCharge,
  isPlexiError,
} from '@plexi/protocol';
import type { StoredMessage, Write } from '@plexi/storage';
import type { Reports } from '../report/reports.ts';
import type { SpaceContext } from '../space/context.ts';
import type { Messages } from '../space/messages.ts';
import type { Opened } from '../space/timeline.ts';
import { createFloods } from './flood.ts';
import type { Policies } from './policies.ts';
import type { Verdicts } from './verdicts.ts';

export interface Watch {
  /** Has these looked at, in the same commit that brings them. */
  owed(opened: Pick<Opened, 'messages' | 'annotations'>): Write[];
  /** Something may be owed. */
  poke(): void;
  close(): void;
}

export interface WatchParts {
  messages: Pick<Messages, 'present'>;
  policies: Policies;
  verdicts: Verdicts;
  reports: Pick<Reports, 'find'>;
  /** Whether this space is one that nobody moderates: a direct message. */
  isDirect: boolean;
}

const KIND = 'to-judge';
/** What is older than this when it gets here is history. */
const FRESH_MS = 7 * 24 * 3600_000;
/** Nothing must have come for so long, within reason. */
const QUIET_MS = 150;
const PATIENCE_MS = 2000;
/** Messages looked at in one go. */
const AT_ONCE = 32;

export const createWatch = (context: SpaceContext, parts: WatchParts): Watch => {
  const { store, space, self, replica, now } = context;
  const { messages, policies, verdicts, reports, isDirect } = parts;
  const floods = createFloods();
  let timer: NodeJS.Timeout | undefined;
  let waitingSince: number | undefined;
  let working: Promise<void> = Promise.resolve();
  let closed = false;

  const isWatching = (): boolean => {
    const role = replica.governance()?.state.members[self.account]?.role;
    return !isDirect && (isInCharge(role) || role === 'ai');
  };

  /** A flood is for a person to look at where spam is. */
  const flooded = async (
    stored: StoredMessage,
    author: string,
    text: string,
  ): Promise<Finding | undefined> => {
    if (stored.kind === 'import') return undefined;
    const { channel, clock } = stored;
    const finding = floods.count({ channel, author, text, at: hlcToMs(clock) });
    if (finding === undefined) return undefined;
    const inForce = await policies.at(channel, clock);
    return inForce?.policy.labels.spam.action === 'none' ? undefined : finding;
  };

  const look = async (ids: readonly string[]): Promise<void> => {
    const stored = new Map((await store.messagesById(space, ids)).map((message) => [message.id, message]));
    const shown = (await messages.present([...stored.values()])).filter(
      ({ own, deleted }) => !own && deleted !== true,
    );
    const placed = shown.flatMap(({ id, text, authorId }) => {
      const message = stored.get(id);
      return message === undefined ? [] : [{ message, id, text, author: authorId as AccountId }];
    });
    const wordings = placed.map(({ message: { channel, clock }, id, text }) => ({
      id,
      channel,
      clock,
      text,
    }));
    const found = await verdicts.of(wordings);
    for (const { message, id, text, author } of placed.sort((x, y) => x.message.clock - y.message.clock)) {
      const flood = await flooded(message, author, text);
      const finding = found.get(id)?.finding ?? flood;
      if (finding !== undefined && !closed) await reports.find(message, author, finding);
    }
  };

  const work = async (): Promise<void> => {
    for (const { key, value } of await store.records(space, KIND)) {
      const count = value.length / ID_BYTES;
      const ids = Array.from({ length: count }, (_, i) =>
        idFromBytes(value.slice(i * ID_BYTES, (i + 1) * ID_BYTES)),
      );
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        if (closed) return;
        if (isWatching()) await look(ids.slice(at, at + AT_ONCE));
      }
      if (closed) return;
      await store.commit([{ type: 'record', scope: space, kind: KIND, key, value: undefined }]);
    }
  };

  const begin = (): void => {
    waitingSince = undefined;
    working = working.then(work).catch((error: unknown) => {
      if (!closed && !(isPlexiError(error) && error.code === 'STORE_CLOSED'))
        context.problem('INTERNAL', String(error));
    });
  };

  return {
    owed: ({ messages: fresh, annotations }) => {
      if (!isWatching()) return [];
      const oldest = now() - FRESH_MS;
      const isFresh = ({ clock, device }: Pick<StoredMessage, 'clock' | 'device'>): boolean =>
        device !== self.device && hlcToMs(clock) >= oldest;
      const written = fresh.filter(isFresh).map(({ id, entry }) => ({ id, entry }));
      const edited = annotations
        .filter((annotation) => annotation.kind === 'edit' && isFresh(annotation))
        .map(({ target, entry }) => ({ id: target, entry }));
      const [first, ...rest] = [...written, ...edited];
      if (first === undefined) return [];
      const ids = new Set([first, ...rest].map(({ id }) => id));
      const value = concatBytes(...[...ids].map((id) => idToBytes(id)));
      return [{ type: 'record', scope: space, kind: KIND, key: first.entry, value }];
    },
    poke: () => {
      if (closed || !isWatching()) return;
      waitingSince ??= now();
      if (timer !== undefined && now() - waitingSince > PATIENCE_MS) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        begin();
      }, QUIET_MS).unref();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
