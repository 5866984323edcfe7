/**
 * Who is there and who is writing, in one space. Each device says so in passing, again now and then, and when it goes; what
 * nobody repeats runs out. A status (words, an emoji, do not disturb, until when) is a register: it stays.
 */
import type { Presence as PresenceView } from '@plexi/operations';
import {
  type AccountId,
  type ChannelId,
  type DeviceId,
  decodeCbor,
  fixedBytes,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  LIMITS,
  utf8,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { AccountState } from '../account-state/account-state.ts';
import { EVERYWHERE } from '../account-state/item.ts';
import type { Space } from '../space/space.ts';

type Mode = 'online' | 'away' | 'dnd';

export interface OwnStatus {
  mode: Mode;
  text: string;
  emoji: string;
  /** Milliseconds since 1970; 0: without end. */
  until: number;
}

export interface Presences {
  list(): PresenceView[];
  of(account: AccountId): PresenceView;
  /** Says that one is writing, at most every few seconds; or that one stopped. */
  type(channel: ChannelId, stopped: boolean): void;
  /** Accounts that are writing in a channel. */
  typing(channel: ChannelId): AccountId[];
  /** A message of somebody arrived: they are not writing it any more. */
  wrote(channel: ChannelId, account: AccountId): void;
  /** Somebody may be there who has not heard of us: says so soon. */
  announce(ask: boolean): void;
  /** Tells everybody the status anew. */
  writeStatus(status: OwnStatus): Promise<void>;
  /** The newest status that the account gave itself on any of its devices. */
  status(account: AccountId): OwnStatus | undefined;
  /** Says goodbye. */
  close(): void;
}

export interface PresenceDependencies {
  space: Space;
  self: { account: AccountId; device: DeviceId };
  account: AccountState;
  now: () => number;
  /** Whether somebody is at this device. */
  isActive: () => boolean;
  changed: () => void;
  typingChanged: (channel: ChannelId) => void;
}

const PRESENCE = 'presence';
const TYPING = 'typing';
const STATUS_SLOT = 'status';
/** How long others take a device for present without hearing of it again, by how often it says so. */
const BEAT_MS = 45_000;
const BEATS_KEPT = 2.5;
/** Spaces with more devices than this are told less often: all of them together say no more. */
const SMALL_SPACE = 64;
const ANNOUNCE_MS = 250;
const ANSWER_MS = 1_500;
const TYPING_EVERY_MS = 3_000;
const TYPING_KEPT_MS = 6_000;

const beatShape = z.tuple([z.int().min(0).max(2), z.int().min(1).max(86_400), z.boolean()]);
const typingShape = z.tuple([fixedBytes(ID_BYTES), z.boolean()]);
const within = (limit: number) => (text: string) => utf8(text).length <= limit;
const statusShape = z.tuple([
  z.int().min(0).max(2),
  z.string().refine(within(LIMITS.statusBytes)),
  z.string().refine(within(LIMITS.emojiBytes)),
  z.int().min(0),
]);
const MODES: readonly Mode[] = ['online', 'away', 'dnd'];
const GONE = 0;
const HERE = 1;
const AWAY = 2;

/** What comes from outside and makes no sense is nothing. */
const parse = <Shape extends z.ZodType>(shape: Shape, bytes: Uint8Array): z.output<Shape> | undefined => {
  try {
    return shape.safeParse(decodeCbor(bytes, LIMITS.ephemeralBytes)).data;
  } catch {
    return undefined;
  }
};

export const createPresences = (dependencies: PresenceDependencies): Presences => {
  const { space, self, account, now } = dependencies;
  const heard = new Map<DeviceId, { state: number; until: number }>();
  const writing = new Map<string, { channel: ChannelId; account: AccountId; timer: NodeJS.Timeout }>();
  const said = new Map<ChannelId, number>();
  const timers = new Set<NodeJS.Timeout>();
  let announcing: { ask: boolean } | undefined;
  let beating: NodeJS.Timeout | undefined;
  let closed = false;

  const governance = () => space.replica.governance()?.state;
  const accountOf = (device: DeviceId): AccountId | undefined => governance()?.devices[device];
  const isBlocked = (who: string): boolean => account.get(EVERYWHERE, 'block', who) !== undefined;

  const later = (ms: number, task: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      task();
    }, ms);
    timer.unref();
    timers.add(timer);
    return timer;
  };

  const beatEvery = (): number => {
    const devices = Object.keys(governance()?.devices ?? {}).length;
    return BEAT_MS * Math.max(1, devices / SMALL_SPACE);
  };

  const sayBeat = (state: number, ask: boolean): void => {
    const kept = Math.ceil((beatEvery() * BEATS_KEPT) / 1000);
    space.ephemeral.send(PRESENCE, writeCbor(beatShape, [state, Math.min(kept, 86_400), ask]));
  };
  const beat = (ask: boolean): void => {
    if (closed) return;
    sayBeat(dependencies.isActive() ? HERE : AWAY, ask);
    clearTimeout(beating);
    beating = setTimeout(() => beat(false), beatEvery());
    beating.unref();
  };
  const announce = (ask: boolean, delay = ANNOUNCE_MS): void => {
    if (announcing !== undefined) {
      announcing.ask ||= ask;
      return;
    }
    announcing = { ask };
    later(delay, () => {
      const asking = announcing?.ask === true;
      announcing = undefined;
      beat(asking);
    });
  };

  const stopTyping = (channel: ChannelId, who: AccountId): void => {
    const key = `${channel}/${who}`;
    const known = writing.get(key);
    if (known === undefined) return;
    clearTimeout(known.timer);
    writing.delete(key);
    dependencies.typingChanged(channel);
  };

  const stopHearing = [
    space.ephemeral.onEphemeral(PRESENCE, ({ device }, bytes) => {
      const said_ = parse(beatShape, bytes);
      if (said_ === undefined) return;
      const [state, seconds, ask] = said_;
      const before = heard.get(device);
      heard.set(device, { state, until: now() + seconds * 1000 });
      // What runs out is seen by whoever looks then; the change is told when it does.
      later(seconds * 1000, dependencies.changed);
      if (before?.state !== state || before.until < now()) dependencies.changed();
      if (ask && Object.keys(governance()?.devices ?? {}).length <= SMALL_SPACE * 4)
        announce(false, ANNOUNCE_MS + Math.random() * ANSWER_MS);
    }),
    space.ephemeral.onEphemeral(TYPING, ({ account: who }, bytes) => {
      const word = parse(typingShape, bytes);
      if (word === undefined || who === self.account || isBlocked(who)) return;
      const channel = idFromBytes<ChannelId>(word[0]);
      const key = `${channel}/${who}`;
      if (!word[1]) return stopTyping(channel, who as AccountId);
      const known = writing.get(key);
      clearTimeout(known?.timer);
      const timer = later(TYPING_KEPT_MS, () => stopTyping(channel, who as AccountId));
      writing.set(key, { channel, account: who as AccountId, timer });
      if (known === undefined) dependencies.typingChanged(channel);
    }),
    space.registers.onChange((_, slot) => {
      if (slot === STATUS_SLOT) dependencies.changed();
    }),
  ];

  const status = (of: AccountId): OwnStatus | undefined => {
    const [newest] = space.registers
      .all(STATUS_SLOT)
      .filter((register) => register.account === of)
      .sort((a, b) => b.clock - a.clock);
    const word = newest && parse(statusShape, newest.plain);
    if (word === undefined) return undefined;
    const [mode, text, emoji, until] = word;
    if (until !== 0 && until <= now()) return undefined;
    return { mode: MODES[mode] ?? 'online', text, emoji, until };
  };

  const stateOf = (of: AccountId): number => {
    const devices = Object.keys(governance()?.members[of]?.devices ?? {}) as DeviceId[];
    const states = devices.map((device) => {
      if (device === self.device) return dependencies.isActive() ? HERE : AWAY;
      const known = heard.get(device);
      return known === undefined || known.until < now() ? GONE : known.state;
    });
    if (states.includes(HERE)) return HERE;
    return states.includes(AWAY) ? AWAY : GONE;
  };

  const view = (of: AccountId): PresenceView => {
    const own = status(of);
    const state = isBlocked(of) ? GONE : stateOf(of);
    const shown = state === GONE ? 'offline' : state === AWAY ? 'away' : (own?.mode ?? 'online');
    return {
      account: of,
      name: space.words.account(of),
      self: of === self.account,
      status: state !== GONE && own?.mode === 'dnd' ? 'dnd' : shown,
      ...(own === undefined || own.text === '' ? {} : { text: own.text }),
      ...(own === undefined || own.emoji === '' ? {} : { emoji: own.emoji }),
      ...(own === undefined || own.until === 0 ? {} : { until: new Date(own.until).toISOString() }),
    };
  };

  return {
    list: () => (Object.keys(governance()?.members ?? {}) as AccountId[]).map(view),
    of: view,
    type: (channel, stopped) => {
      if (account.get(EVERYWHERE, 'setting', 'share.typing') === 'off') return;
      if (!stopped && now() - (said.get(channel) ?? 0) < TYPING_EVERY_MS) return;
      if (stopped && !said.has(channel)) return;
      if (stopped) said.delete(channel);
      else said.set(channel, now());
      space.ephemeral.send(TYPING, writeCbor(typingShape, [idToBytes(channel), !stopped]));
    },
    typing: (channel) => [...writing.values()].filter((it) => it.channel === channel).map((it) => it.account),
    wrote: (channel, who) => {
      if (who === self.account) said.delete(channel);
      else stopTyping(channel, who);
    },
    announce,
    writeStatus: (word) =>
      space.registers.write(
        STATUS_SLOT,
        writeCbor(statusShape, [MODES.indexOf(word.mode), word.text, word.emoji, word.until]),
      ),
    status,
    close: () => {
      if (closed) return;
      closed = true;
      if (accountOf(self.device) !== undefined) sayBeat(GONE, false);
      for (const stop of stopHearing) stop();
      clearTimeout(beating);
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
