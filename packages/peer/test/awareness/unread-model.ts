/** What waits for Ada, worked out the plain way: every message is looked at, nothing is remembered but what is to be shared. */
import type { StoredMessage } from '@plexi/storage';
import { comparePlaces } from '@plexi/storage';
import { ADA, ADA_2, BEN, JOINED } from './reader.ts';

type Value = string | true | { turn: number; clock: number } | undefined;
interface Item {
  value: Value;
  stamp: number;
}

interface Facts {
  calling: ReadonlyMap<string, boolean>;
  gone: ReadonlySet<string>;
  dropped: ReadonlySet<string>;
}

/** A device as the rules have it. */
export const createModel = (facts: Facts, stamp: () => number) => {
  const here: StoredMessage[] = [];
  const items = new Map<string, Item>();
  let ownMark = '';

  const get = (key: string): Value => items.get(key)?.value;
  const put = (key: string, value: Value): void => {
    if (get(key) !== value) items.set(key, { value, stamp: stamp() });
  };
  const markItem = () => get('mark') as { turn: number; clock: number } | undefined;
  const mark = (): number => markItem()?.clock ?? JOINED;
  const setMark = (turn: number, clock: number): void => {
    put('mark', { turn, clock });
    ownMark = `${turn}:${clock}`;
  };
  const isLate = ({ id }: StoredMessage): boolean => get(`late ${id}`) !== undefined;
  const isAdas = (message: StoredMessage): boolean =>
    message.device === ADA.device || message.device === ADA_2.device;
  const isSilent = (message: StoredMessage): boolean =>
    isAdas(message) || get(`block ${message.device === BEN.device ? 'ben' : 'cleo'}`) !== undefined;
  const isGone = ({ id }: StoredMessage): boolean => facts.dropped.has(id) || facts.gone.has(id);
  const isCalling = (message: StoredMessage): boolean =>
    !isGone(message) && (facts.calling.get(message.id) ?? message.mentionsSelf);
  const isInOwnThread = ({ root }: StoredMessage): boolean =>
    here.some(
      (other) =>
        isAdas(other) && (other.id === root || (other.root === root && !facts.dropped.has(other.id))),
    );
  const counts = (message: StoredMessage): boolean =>
    !isSilent(message) &&
    !isGone(message) &&
    get(`hide ${message.id}`) === undefined &&
    (!message.apart || isCalling(message) || isInOwnThread(message));
  const waits = (message: StoredMessage): boolean => message.clock > mark() || isLate(message);
  const timeline = (): StoredMessage[] => here.toSorted(comparePlaces);

  return {
    items,
    put,
    here: timeline,
    arrive: (messages: readonly StoredMessage[]) => {
      here.push(...messages);
      const before = markItem();
      if (before === undefined || ownMark !== `${before.turn}:${before.clock}`) return;
      for (const message of messages)
        if (message.clock > JOINED && message.clock <= before.clock && !isSilent(message))
          put(`late ${message.id}`, true);
    },
    read: (upTo: StoredMessage | undefined, since: StoredMessage | undefined) => {
      const newest = timeline().at(-1);
      if (newest === undefined) return;
      const next = upTo && timeline().find((one) => !one.apart && comparePlaces(one, upTo) > 0);
      const clock = next === undefined ? newest.clock : next.clock - 1;
      if (clock > mark()) setMark(markItem()?.turn ?? 0, clock);
      for (const key of items.keys()) {
        const message = here.find(({ id }) => key === `late ${id}`);
        const isSeen =
          message !== undefined &&
          (since === undefined || comparePlaces(message, since) >= 0) &&
          (next === undefined || comparePlaces(message, next) < 0);
        if (key.startsWith('late ') && (isSeen || upTo === undefined)) put(key, undefined);
      }
    },
    unreadFrom: ({ clock }: StoredMessage) => setMark((markItem()?.turn ?? 0) + 1, clock - 1),
    /** What another device has told: the last writer wins, but a mark goes forward within its turn. */
    hear: (told: ReadonlyMap<string, Item>) => {
      for (const [key, item] of told) {
        const own = items.get(key);
        const [theirs, ours] = [item.value, own?.value];
        const isMark = typeof theirs === 'object' && typeof ours === 'object';
        const ahead = isMark ? theirs.turn - ours.turn || theirs.clock - ours.clock : 0;
        const isNewer = own === undefined || ahead > 0 || (ahead === 0 && item.stamp > own.stamp);
        if (isNewer) items.set(key, item);
      }
    },
    view: () => {
      const waiting = timeline().filter((message) => counts(message) && waits(message));
      const calling = timeline().filter((message) => counts(message) && isCalling(message));
      return {
        unread: waiting.length,
        first: waiting[0]?.id,
        called: waiting.filter(isCalling).length,
        mentions: calling.map((message) => `${message.clock} ${message.id} ${waits(message)}`).sort(),
      };
    },
  };
};
