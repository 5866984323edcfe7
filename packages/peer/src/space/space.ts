/** A member's space: the replica with everything that only a member can do with it. */
import type { PeerEvent, SpaceSummary } from '@plexi/operations';
import {
  type Act,
  type ChannelEvent,
  type ChannelId,
  type DropOrder,
  type Entry,
  type Governance,
  judgeDraft,
  type Primitives,
  plexiError,
  type SpaceId,
  tickHlc,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { createEphemerals, type Ephemerals } from '../ephemeral/ephemeral.ts';
import { type HeldRegister, openRegisterBook, type RegisterBook } from '../register/register-book.ts';
import { createRegisters, type Registers } from '../register/registers.ts';
import type { LogState } from '../replica/frontier.ts';
import type { AcceptedEntry } from '../replica/load.ts';
import { openReplica, type Replica } from '../replica/replica.ts';
import { startSweeper } from '../replica/sweeper.ts';
import { openReceiptBook, type ReceiptBook } from '../sync/receipt-book.ts';
import { type Admission, createAdmission } from './admission.ts';
import { ownLog, type SpaceContext } from './context.ts';
import { type Joining, openJoining } from './joining.ts';
import { openSpaceKeys, type SpaceKeys } from './keys.ts';
import { createMessages, type Messages } from './messages.ts';
import { createNotes, type Notes } from './notes.ts';
import type { Self } from './self.ts';
import { createSharedFiles, type SharedFiles } from './shared-files.ts';
import { forgetBehind, type Opened, openEntries, reopen } from './timeline.ts';
import { createWords, type Words } from './words.ts';
import { createWriter, type Writer } from './writer.ts';

export interface SpaceDependencies {
  primitives: Primitives;
  store: Store;
  self: Self;
  now: () => number;
  emit: (event: PeerEvent) => void;
  problem: (code: string, detail?: string) => void;
  /** Governance changed: relays or devices may have to be connected. */
  governed: (space: Space) => void;
  /** Passes a register of our own on, and says something in passing, to whoever is connected. */
  spread: (space: SpaceId, register: HeldRegister) => void;
  say: (space: SpaceId, sealed: Uint8Array) => void;
}

export interface Space {
  readonly id: SpaceId;
  readonly replica: Replica;
  readonly receipts: ReceiptBook;
  readonly registerBook: RegisterBook;
  /** [C4] What devices say of themselves until they say something else, and what an account keeps for its own. */
  readonly registers: Registers;
  readonly ephemeral: Ephemerals;
  readonly keys: SpaceKeys;
  readonly words: Words;
  readonly messages: Messages;
  readonly files: SharedFiles;
  readonly notes: Notes;
  readonly joining: Joining;
  readonly admission: Admission;
  summary(): SpaceSummary;
  /** The folded governance. Throws NOT_A_MEMBER while it is not here. */
  governance(): Governance;
  /** Writes a governance act, if it counts; then brings the key group in step. Throws NOT_ALLOWED. */
  act(act: Act, words?: string): Promise<Entry>;
  /** Seals and writes events into a channel. */
  write(channel: ChannelId, events: readonly ChannelEvent[]): Promise<Entry[]>;
  /** [L4] Orders that bodies go, which relays and members follow where they may. */
  drop(channel: ChannelId, orders: readonly DropOrder[]): Promise<void>;
  close(): void;
}

/** Opens the parts of a space; its founder needs the writer too. */
export const openParts = async (
  dependencies: SpaceDependencies,
  id: SpaceId,
): Promise<{ space: Space; writer: Writer }> => {
  const { primitives, store, self, now, emit } = dependencies;
  const receipts = await openReceiptBook(primitives, store, id);
  const late: { replica?: Replica } = {};
  const keys = await openSpaceKeys({
    primitives,
    store,
    space: id,
    self,
    governance: () => late.replica?.governance(),
  });
  const hooks = { prepare: prepareEntries, governed };
  const replica = await openReplica({ primitives, store, space: id, now, hooks });
  late.replica = replica;
  const context: SpaceContext = {
    primitives,
    store,
    space: id,
    self,
    now,
    replica,
    receipts,
    keys,
    emit,
    problem: dependencies.problem,
  };
  const registerBook = await openRegisterBook({ ...context, governance: () => replica.governance() });
  const registers = createRegisters(context, registerBook, (register) => dependencies.spread(id, register));
  const ephemeral = createEphemerals(context, (sealed) => dependencies.say(id, sealed));
  const words = createWords(context);
  const writer = createWriter(context);
  const admission = createAdmission(context, writer);
  const notes = createNotes(context);
  const joining = await openJoining(context);
  const messages = createMessages(context, words);
  const files = createSharedFiles(context, messages);
  const cut = new Map<string, number>();
  let stored = '';

  for (const state of replica.frontier.all()) writer.observe(state.tip.clock);

  async function prepareEntries(state: LogState, entries: AcceptedEntry[]) {
    for (const entry of entries) writer.observe(entry.parsed.clock);
    if (state.log.channel === replica.channels.governance) return { writes: [] };
    if (state.log.channel === replica.channels.keys) {
      const received = await keys.receive(state.log.device, entries);
      return {
        writes: received.writes,
        committed: () => {
          if (received.changed) later(keysChanged);
        },
      };
    }
    const opened = openEntries(context, state, entries);
    return { writes: opened.writes, committed: () => announce(opened) };
  }

  function announce(opened: Opened): void {
    messages.announce(opened);
    notes.announce(opened.notes);
  }

  /** Runs a task in the queue, behind what is running now. */
  function later(task: () => Promise<void>): void {
    replica.run(task).catch((error: unknown) => context.problem('INTERNAL', String(error)));
  }

  async function keysChanged(): Promise<void> {
    const opened = await reopen(context);
    if (opened.writes.length > 0) await store.commit(opened.writes);
    announce(opened);
    await arrive();
    if (await words.refresh()) emit({ type: 'space', space: id });
    admission.check();
    await remember();
  }

  /** The first time that governance and the key group both have us: we are in. */
  async function arrive(): Promise<void> {
    const member = replica.governance()?.state.members[self.account];
    if (member === undefined || !keys.ready() || ownLog(context, replica.channels.governance) === undefined)
      return;
    if (!joining.isTrustworthy()) return;
    await words.refresh();
    if (words.account(self.account) !== self.name) await writer.act({ type: 'profile.describe' }, self.name);
    const message = await keys.freshPackages();
    if (message !== undefined) await writer.keyMessage(message.message, message.writes);
    if (!joining.isUnderWay()) return;
    await joining.done();
    dependencies.governed(space);
  }

  /** [G4] Takes what lies behind cutoffs out of the timeline, and back in where a cutoff moved on. */
  async function applyCutoffs(): Promise<void> {
    for (const state of replica.frontier.all()) {
      const end = state.visible.sequence;
      const before = cut.get(state.logId) ?? state.tip.sequence;
      if (end === before) continue;
      cut.set(state.logId, end);
      const { governance: acts, keys: keyLog } = replica.channels;
      if (state.log.channel === acts || state.log.channel === keyLog) continue;
      if (end < before) await store.commit(await forgetBehind(context, state, end));
      else await messages.showAgain(state, before + 1, end);
      notes.rebuild(state.log.channel);
      emit({ type: 'reset', space: id, channel: state.log.channel });
    }
  }

  async function governed(): Promise<void> {
    await applyCutoffs();
    const { writes, changed } = await keys.review();
    if (writes.length > 0) await store.commit(writes);
    if (changed) later(keysChanged);
    await words.refresh();
    emit({ type: 'space', space: id });
    later(async () => {
      await arrive();
      await remember();
    });
    admission.check();
    dependencies.governed(space);
  }

  const summary = (): SpaceSummary => {
    const state = replica.governance()?.state;
    const member = state?.members[self.account];
    const joined = member !== undefined && member.devices[self.device] !== undefined;
    const failure = joining.failure();
    if (joined && keys.ready() && !joining.isUnderWay())
      return { id, name: words.space(), state: 'ready', role: member.role };
    if (failure !== undefined)
      return { id, name: joining.spaceName() ?? words.space(), state: 'failed', problem: failure };
    if (joining.isUnderWay() || joined)
      return { id, name: joining.spaceName() ?? words.space(), state: 'waiting' };
    return { id, name: words.space(), state: 'removed' };
  };

  /** Keeps the summary where the list of spaces reads it without opening them. */
  async function remember(): Promise<void> {
    const text = JSON.stringify(summary());
    if (text === stored) return;
    stored = text;
    const value = new TextEncoder().encode(text);
    await store.commit([{ type: 'record', scope: 'profile', kind: 'space', key: id, value }]);
    emit({ type: 'spaces' });
  }

  const act = (draft: Act, text?: string): Promise<Entry> =>
    replica.run(async () => {
      const governance = replica.governance();
      if (governance === undefined) throw plexiError('NOT_A_MEMBER');
      if (ownLog(context, replica.channels.governance) === undefined) throw plexiError('REMOVED_FROM_SPACE');
      const clock = tickHlc(0 as never, now());
      const objection = judgeDraft(primitives, governance, { device: self.device, clock, act: draft });
      if (objection !== undefined) throw plexiError('NOT_ALLOWED', { detail: objection });
      const entry = await writer.act(draft, text);
      await admission.reconcile();
      return entry;
    });

  const space: Space = {
    id,
    replica,
    receipts,
    registerBook,
    registers,
    ephemeral,
    keys,
    words,
    messages,
    files,
    notes,
    joining,
    admission,
    summary,
    governance: () => {
      const governance = replica.governance();
      if (governance === undefined) throw plexiError('NOT_A_MEMBER');
      return governance;
    },
    act,
    write: (channel, events) =>
      replica.run(async () => {
        if (ownLog(context, channel) === undefined) throw plexiError('REMOVED_FROM_SPACE');
        await admission.reconcile();
        return writer.events(channel, events);
      }),
    drop: (channel, orders) =>
      replica.run(async () => {
        await writer.drops(channel, orders);
      }),
    close: () => {
      sweeper.close();
      admission.close();
      joining.close();
    },
  };
  replica.onDropped((dropped) =>
    messages.changed(dropped.flatMap(({ entries }) => entries.map(({ entry }) => entry))),
  );
  const sweeper = startSweeper(replica, now, (error) => dependencies.problem('INTERNAL', String(error)));
  // What a crash may have left between an entry and what follows from it.
  await replica.run(async () => {
    for (const state of replica.frontier.all()) {
      if (state.visible.sequence < state.tip.sequence) {
        cut.set(state.logId, state.visible.sequence);
        await store.commit(await forgetBehind(context, state, state.visible.sequence));
      }
    }
    const reviewed = await keys.review();
    if (reviewed.writes.length > 0) await store.commit(reviewed.writes);
    await (replica.governance() === undefined ? remember() : keysChanged());
  });
  return { space, writer };
};

/** Opens a space that is in the store, or one that is being joined. */
export const openSpace = async (dependencies: SpaceDependencies, id: SpaceId): Promise<Space> =>
  (await openParts(dependencies, id)).space;
