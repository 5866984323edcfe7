/** Ada's devices in one channel: what each has of it, what it counts, and what they tell each other. No network. */
import type { AccountId, ChannelId, DeviceId, EntryId, Hlc, LogId, SpaceId } from '@plexi/protocol';
import type { Store, StoredMessage } from '@plexi/storage';
import { openMemoryStore } from '@plexi/storage/memory';
import { openAccountState } from '../../src/account-state/account-state.ts';
import { EVERYWHERE } from '../../src/account-state/item.ts';
import { createUnread } from '../../src/awareness/unread.ts';
import { callWrite } from '../../src/space/calls.ts';
import type { Space } from '../../src/space/space.ts';
import { GENERAL, person, primitives, START_MS, seedOf } from '../people.ts';

const hex = (words: string): string => Buffer.from(seedOf(words)).toString('hex');
export const SPACE = hex('space lab') as SpaceId;
export const JOINED = 3 as Hlc;
export const PEOPLE = [person('ada'), person('ada', 'ada, second'), person('ben'), person('cleo')] as const;
export const [ADA, ADA_2, BEN, CLEO] = PEOPLE;

/** A message at a clock; `name` gives it its id, `part` its place among those of one import. */
export const messageAt = (
  clock: number,
  name: string,
  device: DeviceId = BEN.device,
  changes: Partial<StoredMessage> = {},
): StoredMessage => ({
  id: hex(name),
  space: SPACE,
  channel: GENERAL,
  clock: clock as Hlc,
  entry: hex(name) as EntryId,
  part: 0,
  logId: hex(`log of ${name}`) as LogId,
  sequence: 1,
  device,
  kind: 'post',
  author: undefined,
  time: undefined,
  text: name,
  root: undefined,
  apart: false,
  hasFile: false,
  hasLink: false,
  mentionsSelf: false,
  extras: undefined,
  dropped: false,
  ...changes,
});

/** Lines of one import: one clock, one entry. */
export const linesAt = (clock: number, name: string, count: number): StoredMessage[] =>
  Array.from({ length: count }, (_, part) =>
    messageAt(clock, `${name} ${part}`, BEN.device, {
      entry: hex(name) as EntryId,
      logId: hex(`log of ${name}`) as LogId,
      part,
      kind: 'import',
    }),
  );

type Register = { device: DeviceId; slot: string; plain: Uint8Array };
interface Shared {
  registers: Map<string, Register>;
  /** What edits and removals for everyone made of a message, once it is told. */
  said: { calling: Map<string, boolean>; gone: Set<string> };
  clock: { ms: number };
}
export const share = (): Shared => ({
  registers: new Map(),
  said: { calling: new Map(), gone: new Set() },
  clock: { ms: START_MS },
});

/** Lets everything that is under way come to its end: all of it is in memory. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The channel that all of this is about. */
export const CHANNEL: ChannelId = GENERAL;

/** One device of Ada's. */
export type Reader = Awaited<ReturnType<typeof openReader>>;
export const openReader = async (device: DeviceId, shared: Shared, store: Store = openMemoryStore()) => {
  const problems: string[] = [];
  const problem = (code: string, detail?: string): void => void problems.push(`${code} ${detail}`);
  const emit = (): void => undefined;
  const dropped: (() => void)[] = [];
  const listeners: ((device: DeviceId, slot: string) => void)[] = [];
  const self = { account: ADA.account, device } as Parameters<typeof openAccountState>[0]['self'];
  const account = await openAccountState({
    primitives,
    store,
    self,
    now: () => shared.clock.ms,
    emit,
    problem,
  });
  const registers = {
    write: async (slot: string, plain: Uint8Array) =>
      void shared.registers.set(`${device} ${slot}`, { device, slot, plain }),
    read: (of: DeviceId, slot: string) => shared.registers.get(`${of} ${slot}`),
    all: (slot: string) => [...shared.registers.values()].filter((it) => it.slot === slot),
    onChange: (listener: (of: DeviceId, slot: string) => void) => void listeners.push(listener),
  } as unknown as Space['registers'];
  const standings = new Map(PEOPLE.map((one) => [one.device, [{ generation: 0, account: one.account }]]));
  const members = { [ADA.account]: { since: JOINED, devices: {} } };
  const governance = { record: { standings: { devices: standings } }, state: { members } };
  const space = {
    id: SPACE,
    registers,
    replica: {
      governance: () => governance,
      frontier: {
        all: () => PEOPLE.map((one) => ({ log: { channel: GENERAL, device: one.device } })),
        byId: () => ({ log: { channel: GENERAL } }),
      },
      onDropped: (listener: () => void) => void dropped.push(listener),
    },
    messages: {
      shown: async (ids: readonly string[]) =>
        (await store.messagesById(SPACE, ids)).map(({ id, mentionsSelf, dropped: isDropped }) => ({
          id,
          mentions: { self: shared.said.calling.get(id) ?? mentionsSelf },
          deleted: isDropped || shared.said.gone.has(id),
        })),
    },
  } as unknown as Space;
  account.attach({
    id: SPACE,
    registers,
    ownDevices: () => [ADA.device, ADA_2.device],
    isReady: () => true,
    isSmall: false,
  });
  const unread = createUnread({ space, store, self, account, emit, problem });
  account.onChange(() => unread.changed());
  return {
    unread,
    account,
    store,
    problems,
    arrive: async (...messages: StoredMessage[]) => {
      await store.commit([{ type: 'messages', messages }]);
      unread.arrived(messages);
      await settle();
    },
    /** Its author takes a message back, and all of its entry. */
    drop: async (message: StoredMessage) => {
      await store.commit([
        { type: 'forget-messages', space: SPACE, logId: message.logId, after: 0 },
        { type: 'messages', messages: [{ ...message, text: '', mentionsSelf: false, dropped: true }] },
      ]);
      for (const listener of dropped) listener();
    },
    /** Word of an edit that names Ada, or names her no more, and of a removal for everyone. */
    edited: async (id: string) => {
      await store.commit([callWrite({ space: SPACE, channel: GENERAL }, id)]);
      unread.changed(GENERAL);
    },
    removed: async ({ id, clock }: StoredMessage) => {
      const place = { space: SPACE, channel: GENERAL, target: id, clock, device: CLEO.device };
      const by = { entry: hex(`${id} goes`) as EntryId, logId: hex(`${id} goes`) as LogId, sequence: 1 };
      const said = { kind: 'hide', register: '', on: true, payload: undefined };
      await store.commit([{ type: 'annotations', annotations: [{ ...place, ...by, ...said }] }]);
      unread.changed(GENERAL);
    },
    hide: (id: string) => account.set(SPACE, 'hide', id, '1'),
    block: (who: AccountId, is: boolean) => account.set(EVERYWHERE, 'block', who, is ? '1' : undefined),
    /** Says what this device knows, and hears what the other says. */
    flush: () => account.flush(),
    hear: async () => {
      for (const { device: of, slot } of shared.registers.values())
        if (of !== device) for (const listener of listeners) listener(of, slot);
      await settle();
    },
    close: () => {
      unread.close();
      account.close();
    },
  };
};
