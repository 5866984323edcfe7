/**
 * [A2] Sharing questions with the other AI nodes that a channel admits: says in passing how this one is, hears how they are,
 * and knows whose turn a question is.
 */
import {
  GONE_MS,
  type HeardWord,
  type NodeWord,
  type SharedQuestion,
  type Turn,
  takersOf,
  turnOf,
  WORD_MS,
} from '@plexi/ai/scheduler';
import type { PeerEvent } from '@plexi/operations';
import { LIMITS, toPlexiError } from '@plexi/protocol';
import type { Asked, Call } from './questions.ts';

export interface SharingOptions {
  call: Call;
  /** How this node is now. */
  load: () => Pick<NodeWord, 'loaded' | 'busy' | 'averageMs'>;
  /** Something was heard, or time passed, while a question waits for another node. */
  onChange: () => void;
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface Sharing {
  hear(event: PeerEvent): void;
  /** The nodes that may answer it, oneself among them. */
  nodesFor(asked: Asked): Promise<string[]>;
  turn(asked: Asked, nodes: readonly string[]): Turn;
  began(asked: Asked): void;
  ended(asked: Asked, outcome: 'left' | 'gave-up'): void;
  /** It needs no answer any more. */
  forget(asked: Asked): void;
  close(): void;
}

interface Place {
  space: string;
  channel: string;
  nodes: readonly string[];
}

const placeKey = (space: string, channel: string): string => `${space}/${channel}`;
/** How long after its start a node listens who else is there, before it takes what it shares with others. */
const LISTEN_MS = 2 * WORD_MS;

export const createSharing = async (options: SharingOptions): Promise<Sharing> => {
  const { call, load, onChange, log } = options;
  const { account: self = '' } = await call('account.show', {});
  const startedAt = Date.now();
  let places = new Map<string, Place>();
  const heard = new Map<string, Map<string, HeardWord>>();
  const open = new Map<string, SharedQuestion & { place: string }>();
  const working = new Map<string, string>();
  const gaveUp = new Map<string, string>();
  let said: Pick<NodeWord, 'loaded' | 'busy' | 'averageMs'> = load();

  const inPlace = (all: ReadonlyMap<string, string>, place: string): string[] =>
    [...all].flatMap(([id, where]) => (where === place ? id : [])).slice(-LIMITS.answersAtOnce);

  const wordIn = (place: string): NodeWord => ({
    ...said,
    working: inPlace(working, place),
    gaveUp: inPlace(gaveUp, place),
  });

  const say = (): void => {
    said = load();
    for (const [key, { space, channel }] of places) {
      const { working: now, gaveUp: not, ...rest } = wordIn(key);
      call('ai.tell', { space, channel, ...rest, working: [...now], gaveUp: [...not] }).catch(
        (error: unknown) => log('problem', { code: toPlexiError(error).code }),
      );
    }
  };

  const nodesIn = async (space: string): Promise<Map<string, string[]>> => {
    const byChannel = new Map<string, string[]>();
    for (const { account, admissions } of await call('ai.list', { space }))
      for (const { channel, ended } of admissions)
        if (!ended) byChannel.set(channel, [...(byChannel.get(channel) ?? []), account]);
    return byChannel;
  };

  /** The channels that admit this node and others. */
  const look = async (): Promise<void> => {
    const found = new Map<string, Place>();
    const ready = (await call('space.list', {})).filter(({ state }) => state === 'ready');
    for (const { id: space } of ready)
      for (const [channel, nodes] of await nodesIn(space))
        if (nodes.length > 1 && nodes.includes(self))
          found.set(placeKey(space, channel), { space, channel, nodes });
    const isNew = [...found.keys()].some((key) => !places.has(key));
    places = found;
    if (isNew) say();
  };

  let looking: Promise<void> | undefined;
  const lookSoon = (): void => {
    looking ??= look()
      .catch((error: unknown) => log('problem', { code: toPlexiError(error).code }))
      .finally(() => {
        looking = undefined;
      });
  };

  const beat = setInterval(() => {
    if (places.size > 0) say();
    if (open.size > 0) onChange();
  }, WORD_MS);
  lookSoon();

  return {
    hear: (event) => {
      if (event.type === 'space' || event.type === 'spaces') return lookSoon();
      if (event.type !== 'node') return undefined;
      const { space, channel, account, at, loaded, busy, averageMs, working: theirs, gaveUp: not } = event;
      const key = placeKey(space, channel);
      const words = heard.get(key) ?? new Map<string, HeardWord>();
      const before = words.get(account);
      heard.set(key, words.set(account, { loaded, busy, averageMs, working: theirs, gaveUp: not, at }));
      for (const question of open.values())
        if (question.place === key && theirs.includes(question.id)) question.takenAt = at;
      // Whoever has just come learns at once who is there.
      if (before === undefined || at - before.at >= GONE_MS) say();
      if (open.size > 0) onChange();
      return undefined;
    },
    nodesFor: async ({ space, channel, channelName, message }) => {
      if (channelName === undefined) return [self];
      const admitted = (await nodesIn(space)).get(channel) ?? [];
      const named = message.mentions?.accounts ?? [];
      return [...new Set([self, ...admitted.filter((account) => named.includes(account))])].sort();
    },
    turn: ({ space, channel, message }, nodes) => {
      const place = placeKey(space, channel);
      const now = Date.now();
      const since = Math.max(now, nodes.length > 1 ? startedAt + LISTEN_MS : 0);
      const question = open.get(message.id) ?? { id: message.id, nodes, since, place };
      question.nodes = nodes;
      open.set(message.id, question);
      const words = heard.get(place) ?? new Map<string, HeardWord>();
      if (takersOf(question, self, words, now).length > 0) question.takenAt = now;
      return now < question.since ? 'wait' : turnOf(question, { id: self, said: wordIn(place) }, words, now);
    },
    began: ({ space, channel, message }) => {
      working.set(message.id, placeKey(space, channel));
      say();
    },
    ended: ({ space, channel, message }, outcome) => {
      working.delete(message.id);
      if (outcome === 'gave-up') gaveUp.set(message.id, placeKey(space, channel));
      say();
    },
    forget: ({ message }) => {
      const wasWorking = working.delete(message.id);
      open.delete(message.id);
      gaveUp.delete(message.id);
      if (wasWorking) say();
    },
    close: () => clearInterval(beat),
  };
};
