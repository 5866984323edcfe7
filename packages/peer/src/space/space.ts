/** A member's space: the replica with everything that only a member can do with it. */
import type { SpaceSummary } from '@plexi/operations';
import { type Act, type Entry, judgeDraft, plexiError, type SpaceId, tickHlc } from '@plexi/protocol';
import { createEphemerals } from '../ephemeral/ephemeral.ts';
import { openRegisterBook } from '../register/register-book.ts';
import { createRegisters } from '../register/registers.ts';
import type { LogState } from '../replica/frontier.ts';
import type { AcceptedEntry } from '../replica/load.ts';
import { openReplica, type Replica } from '../replica/replica.ts';
import { startSweeper } from '../replica/sweeper.ts';
import type { SmallRecord } from '../small-space/record.ts';
import { openReceiptBook } from '../sync/receipt-book.ts';
import { createAdmission } from './admission.ts';
import { createCanvases } from './canvas/canvases.ts';
import { createCursors } from './canvas/cursors.ts';
import { ownLog, type SpaceContext } from './context.ts';
import { createCutoffs } from './cutoffs.ts';
import { openJoining } from './joining.ts';
import { openSpaceKeys } from './keys.ts';
import { editsOfDeleted } from './late-edits.ts';
import { createMailbox } from './mailbox.ts';
import { createMessages } from './messages.ts';
import { createReports } from './reports.ts';
import { createSharedFiles } from './shared-files.ts';
import type { Space, SpaceDependencies } from './space-port.ts';
import { summarize } from './summary.ts';
import { type Opened, openEntries, reopen } from './timeline.ts';
import { createWords } from './words.ts';
import { createWriter, type Writer } from './writer.ts';

export type { Space, SpaceDependencies } from './space-port.ts';

/** Opens the parts of a space; its founder needs the writer too. */
export const openParts = async (
  dependencies: SpaceDependencies,
  id: SpaceId,
  small?: SmallRecord,
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
    refusal: () => dependencies.refusal(id),
    ...(small === undefined ? {} : { packageElsewhere: dependencies.packageElsewhere }),
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
    personal: dependencies.personal(id),
    problem: dependencies.problem,
    nameElsewhere: dependencies.nameElsewhere,
  };
  const registerBook = await openRegisterBook({ ...context, governance: () => replica.governance() });
  const registers = createRegisters(context, registerBook, (register) => dependencies.spread(id, register));
  const ephemeral = createEphemerals(context, (sealed) => dependencies.say(id, sealed));
  const words = createWords(context);
  const writer = createWriter(context);
  const admission = createAdmission(context, writer);
  const canvases = createCanvases(context, {
    words,
    write: (channel, events) => space.write(channel, events),
  });
  const cursors = createCursors(context, ephemeral, words);
  const joining = await openJoining(context);
  const messages = createMessages(context, words);
  const files = createSharedFiles(context, messages);
  const mailbox = createMailbox(context, writer, ({ letter, ...from }) =>
    letter.type === 'introduction'
      ? dependencies.introduced(space, { letter, ...from })
      : reports.receive({ letter, ...from }),
  );
  const reports = createReports(context, (boxKeys, letter) => space.mail(boxKeys, letter));
  const cutoffs = createCutoffs(context, messages, (channel) => canvases.rebuild(channel));
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
          dependencies.keyed(space);
        },
      };
    }
    const opened = openEntries(context, state, entries);
    return { writes: opened.writes, committed: () => announce(opened) };
  }

  function announce(opened: Opened): void {
    if (opened.messages.length > 0) dependencies.arrived(id, opened.messages);
    messages.announce(opened);
    followDeletions(opened);
    canvases.announce(opened.canvases);
    if (opened.mail.length > 0)
      mailbox.take(opened.mail).catch((error: unknown) => context.problem('INTERNAL', String(error)));
  }

  /** [L4] An edit from another of one's devices, of a message that was deleted meanwhile, goes too. */
  function followDeletions({ annotations }: Opened): void {
    const edits = annotations.filter(({ kind, device }) => kind === 'edit' && device !== self.device);
    if (edits.length === 0) return;
    later(async () => {
      for (const edit of await editsOfDeleted(context, edits)) {
        const { logId, sequence, entry, channel } = edit;
        if (ownLog(context, channel) !== undefined)
          await writer.drops(channel, [{ targets: [{ logId, sequence, entry }], blobs: [] }]);
      }
    });
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
    if (!joining.isTrustworthy() || !keys.canSeal()) return;
    await words.refresh();
    if (words.accountHere(self.account) !== self.name)
      await writer.act({ type: 'profile.describe' }, self.name);
    const message = await keys.freshPackages();
    if (message !== undefined) await writer.keyMessage(message.message, message.writes);
    if (!joining.isUnderWay()) return;
    await joining.done();
    dependencies.governed(space);
  }

  async function governed(): Promise<void> {
    await cutoffs.apply();
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

  const summary = (): SpaceSummary => summarize({ context, joining, words, small });

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
    canvases,
    cursors,
    reports,
    joining,
    admission,
    small,
    summary,
    governance: () => {
      const governance = replica.governance();
      if (governance === undefined) throw plexiError('NOT_A_MEMBER');
      return governance;
    },
    act,
    write: (channel, events, writes = []) =>
      replica.run(async () => {
        if (ownLog(context, channel) === undefined) throw plexiError('REMOVED_FROM_SPACE');
        await admission.reconcile();
        return writer.events(channel, events, writes);
      }),
    drop: (channel, orders) =>
      replica.run(async () => {
        await writer.drops(channel, orders);
      }),
    mail: (boxKeys, letter) =>
      replica.run(async () => {
        if (ownLog(context, replica.channels.mail) === undefined) throw plexiError('REMOVED_FROM_SPACE');
        await admission.reconcile();
        await mailbox.send(boxKeys, letter);
      }),
    readMail: async () => mailbox.take(await mailbox.left()),
    close: () => {
      sweeper.close();
      admission.close();
      joining.close();
      cursors.close();
    },
  };
  replica.onDropped((dropped) =>
    messages.changed(dropped.flatMap(({ entries }) => entries.map(({ entry }) => entry))),
  );
  replica.onDisappeared(({ channel }) => emit({ type: 'reset', space: id, channel }));
  const sweeper = startSweeper(replica, now, (error) => dependencies.problem('INTERNAL', String(error)));
  // What a crash may have left between an entry and what follows from it.
  await replica.run(async () => {
    await cutoffs.begin();
    const reviewed = await keys.review();
    if (reviewed.writes.length > 0) await store.commit(reviewed.writes);
    await (replica.governance() === undefined ? remember() : keysChanged());
  });
  return { space, writer };
};

/** Opens a space that is in the store, or one that is being joined. */
export const openSpace = async (
  dependencies: SpaceDependencies,
  id: SpaceId,
  small?: SmallRecord,
): Promise<Space> => (await openParts(dependencies, id, small)).space;
