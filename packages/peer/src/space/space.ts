/** A member's space: the replica with everything that only a member can do with it. */
import type { SpaceSummary } from '@plexi/operations';
import {
  type Entry,
  type LogState,
  plexiError,
  readableChannels,
  type SpaceId,
  sharedDigest,
} from '@plexi/protocol';
import { createEphemerals } from '../ephemeral/ephemeral.ts';
import { createModeration } from '../moderation/moderation.ts';
import { openRegisterBook } from '../register/register-book.ts';
import { createRegisters } from '../register/registers.ts';
import type { AcceptedEntry } from '../replica/load.ts';
import { openReplica, type Replica } from '../replica/replica.ts';
import { startSweeper } from '../replica/sweeper.ts';
import type { SmallRecord } from '../small-space/record.ts';
import { openReceiptBook } from '../sync/receipt-book.ts';
import { createActing } from './acting.ts';
import { createAdmission } from './admission.ts';
import { createAnswering } from './answering.ts';
import { createArrivals } from './arrivals.ts';
import { createCanvases } from './canvas/canvases.ts';
import { createCursors } from './canvas/cursors.ts';
import { createCatchingUp } from './catching-up.ts';
import { ownLog, type SpaceContext } from './context.ts';
import { createCutoffs } from './cutoffs.ts';
import { createSelfSigning } from './finality.ts';
import { createForkProofs } from './fork-proofs.ts';
import { openJoining } from './joining.ts';
import { openSpaceKeys } from './keys.ts';
import { createCorrespondence } from './letters.ts';
import { createMessages } from './messages.ts';
import { createNodeWords } from './node-words.ts';
import { createPosting } from './posting.ts';
import { keepOpened } from './rebuild.ts';
import { createSharedFiles } from './shared-files.ts';
import type { Space, SpaceDependencies } from './space-port.ts';
import { keepSummary, summarize } from './summary.ts';
import { reopen } from './timeline.ts';
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
  const hooks = { prepare: prepareEntries, ahead: prepareAhead, governed, problem: dependencies.problem };
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
    isQuiet: () => dependencies.isQuiet(id),
    problem: dependencies.problem,
    nameElsewhere: dependencies.nameElsewhere,
  };
  const registerBook = await openRegisterBook({ ...context, governance: () => replica.governance() });
  const registers = createRegisters(context, registerBook, (register) => dependencies.spread(id, register));
  const ephemeral = createEphemerals(context, (sealed) => dependencies.say(id, sealed));
  const words = createWords(context);
  const moderation = createModeration(context, dependencies.judge);
  const writer = createWriter(context);
  const admission = createAdmission(context, writer);
  const posting = createPosting(context, writer, () => admission.reconcile());
  const canvases = createCanvases(context, {
    words,
    write: (channel, events) => space.write(channel, events),
  });
  const cursors = createCursors(context, ephemeral, words);
  const answering = createAnswering(context, ephemeral, words);
  const nodeWords = createNodeWords(context, ephemeral);
  const joining = await openJoining(context);
  const messages = createMessages(context, words, moderation.verdicts);
  const files = createSharedFiles(context, messages);
  const { mailbox, reports, tallies, lookAtLetters } = createCorrespondence(
    context,
    writer,
    messages,
    (boxKeys, letter) => space.mail(boxKeys, letter),
    (received) => dependencies.introduced(space, received),
  );
  const watch = moderation.watch({ messages, reports, isDirect: small?.kind === 'direct' });
  const arrivals = createArrivals(context, {
    messages,
    watch,
    canvases,
    mailbox,
    writer,
    tell: (opened) => dependencies.arrived(id, opened),
    later,
  });
  const cutoffs = createCutoffs(context, messages, (channel) => canvases.rebuild(channel));
  const selfSigning = createSelfSigning(context, (draft) => space.act(draft));
  const forkProofs = createForkProofs(context, writer);

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
        failed: keys.reload,
      };
    }
    return arrivals.take(state, entries);
  }

  async function prepareAhead(state: LogState, entries: readonly Entry[]) {
    return arrivals.takeAhead(state, entries);
  }

  /** Runs a task in the queue, behind what is running now. */
  function later(task: () => Promise<void>): void {
    replica.run(task).catch(catchingUp.failed);
  }

  async function keysChanged(): Promise<void> {
    if (replica.governance() === undefined) return remember();
    const opened = await reopen(context);
    const writes = [...opened.writes, ...watch.owed(opened)];
    if (writes.length > 0) await store.commit(writes);
    arrivals.announce(opened);
    await replica.ahead.reopen();
    await arrive();
    if (await words.refresh()) emit({ type: 'space', space: id });
    admission.check();
    await remember();
  }

  /** The first time that governance and the key group both have us: we are in. */
  async function arrive(): Promise<void> {
    const member = replica.governance()?.state.members[self.account];
    const log = ownLog(context, replica.channels.governance);
    if (member === undefined || !keys.ready() || log === undefined || !replica.isWhole(log)) return;
    if (!joining.isTrustworthy() || !keys.canSeal(keys.scopes.everybody) || context.isQuiet()) return;
    await words.refresh();
    // An account has one name here, whatever its other devices were called: two that each insisted would never end.
    if (member.profile === undefined) await writer.act({ type: 'profile.describe' }, self.name);
    const message = await keys.freshPackages();
    if (message !== undefined) await writer.keyMessage(message.message, message.writes);
    if (!joining.isUnderWay()) return;
    await joining.done();
    dependencies.governed(space);
  }

  async function governed(): Promise<void> {
    await followGovernance().catch(catchingUp.failed);
  }

  async function followGovernance(): Promise<void> {
    await cutoffs.apply();
    if (await keys.review()) later(keysChanged);
    await words.refresh();
    emit({ type: 'space', space: id });
    wake();
    lookAtLetters();
    selfSigning.look();
    forkProofs.look();
  }

  /** Follows governance, and whether we are to be noticed. */
  function wake(): void {
    later(async () => {
      await arrive();
      await remember();
    });
    admission.check();
    dependencies.governed(space);
  }

  const catchingUp = createCatchingUp(context, async () => {
    await followGovernance();
    await keysChanged();
  });

  const summary = (): SpaceSummary => summarize({ context, joining, words, small });
  const remember = keepSummary(context, summary);
  const act = createActing(context, writer, admission);

  const space: Space = {
    id,
    replica,
    receipts,
    registerBook,
    registers,
    ephemeral,
    keys,
    words,
    moderation,
    messages,
    files,
    canvases,
    cursors,
    answering,
    nodeWords,
    reports,
    tallies,
    joining,
    admission,
    small,
    summary,
    channels: () => readableChannels(replica.governance(), self.device, now()),
    digest: () => sharedDigest({ replica, devices: [self.device], nowMs: now() }),
    isQuiet: context.isQuiet,
    wake,
    governance: () => {
      const governance = replica.governance();
      if (governance === undefined) throw plexiError('NOT_A_MEMBER');
      return governance;
    },
    act,
    write: posting.write,
    drop: (channel, orders) =>
      replica.run(async () => {
        await writer.drops(channel, orders);
      }),
    mail: (boxKeys, letter) =>
      replica.run(async () => {
        if (ownLog(context, replica.channels.mail) === undefined) throw plexiError('REMOVED_FROM_SPACE');
        await admission.reconcile();
        return mailbox.send(boxKeys, letter);
      }),
    readMail: async () => mailbox.take(await mailbox.left()),
    close: () => {
      const parts = [
        catchingUp,
        watch,
        sweeper,
        admission,
        selfSigning,
        forkProofs,
        joining,
        cursors,
        answering,
        nodeWords,
      ];
      for (const part of parts) part.close();
    },
  };
  replica.onFork(() => forkProofs.look());
  replica.onDropped((dropped) => {
    const ids = dropped.flatMap(({ entries }) => entries.map(({ entry }) => entry));
    messages.changed(ids);
    later(() => moderation.verdicts.forget(ids));
  });
  replica.onDisappeared(({ channel }) => emit({ type: 'reset', space: id, channel }));
  watch.poke();
  const sweeper = startSweeper(replica, now, catchingUp.failed);
  // What a crash may have left between an entry and what follows from it.
  await replica.run(async () => {
    await cutoffs.begin();
    await keys.review();
    await keysChanged();
  });
  keepOpened(context, catchingUp.failed);
  return { space, writer };
};

/** Opens a space that is in the store, or one that is being joined. */
export const openSpace = async (
  dependencies: SpaceDependencies,
  id: SpaceId,
  small?: SmallRecord,
): Promise<Space> => (await openParts(dependencies, id, small)).space;
