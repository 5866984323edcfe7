/**
 * The epochs that this device knows. A commit counts once it is verified: made here, joined by its Welcome, processed from its
 * parent's state, or vouched for by a member whose own commit or wrap names the entry that made it. What can't be verified yet
 * is held. Nothing here depends on the order in which messages come.
 */
import {
  type DeviceId,
  type EntryId,
  type EpochId,
  equalBytes,
  isPlexiError,
  LIMITS,
  type PlexiError,
  type Primitives,
  plexiError,
  toHex,
  toPlexiError,
} from '@plexi/protocol';
import type { ClientState } from 'ts-mls';
import {
  decodeEpoch,
  decodeHeld,
  type EpochNode,
  encodeEpoch,
  encodeHeld,
  type HeldMessage,
} from './epoch.ts';
import { createGrantBook, type GrantBook } from './grants.ts';
import { createHeldBook, type EpochMessage, type Held } from './held-book.ts';
import { historyHashOf } from './history.ts';
import type { KeyScopes } from './key-group.ts';
import { type CommitMessage, decodeKeyMessage, type RootMessage } from './message.ts';
import {
  decodeState,
  encodeState,
  joinByWelcome,
  type MlsContext,
  type MlsEpoch,
  processCommit,
  type RosterChange,
} from './mls.ts';
import type { PackageBook } from './package-book.ts';
import type { Records } from './records.ts';

interface EpochGovernance {
  founder(): DeviceId | undefined;
  permits(heads: readonly EntryId[], change: RosterChange): boolean;
}

export interface EpochBookDependencies {
  context: MlsContext;
  governance: EpochGovernance;
  scopes: KeyScopes | undefined;
  packages: PackageBook;
  records: Records;
}

export interface EpochBook {
  readonly nodes: ReadonlyMap<EpochId, EpochNode>;
  readonly grants: GrantBook;
  /** Whether this device has the state of the epoch. */
  isIn(epoch: EpochId): boolean;
  stateOf(epoch: EpochId): ClientState | undefined;
  /** Remembers the state that a message of one's own leads to, until the message is received. */
  expect(message: Uint8Array, epoch: MlsEpoch): void;
  hold(held: HeldMessage, parsed: EpochMessage): void;
  /** Verifies and opens what can be; gives the epochs whose secrets are new. */
  settle(): Promise<{ opened: EpochId[] }>;
  /** Lets everything that is held be judged again. */
  reconsider(): void;
  /** Why the message of an entry was refused, once. */
  refusal(entry: EntryId): PlexiError | undefined;
  /** Forgets states beyond the fork window. */
  prune(tip: EpochNode | undefined): void;
  load(key: string, value: Uint8Array): void;
}

/** What became of a held message: it counts, it never will, or it has to wait on. */
type Verdict = 'accepted' | 'waiting' | PlexiError;

const refused = (detail: string): PlexiError => plexiError('KEY_GROUP_INVALID', { detail });

const hashText = (primitives: Primitives, bytes: Uint8Array): string => toHex(primitives.sha256(bytes));

export const createEpochBook = (dependencies: EpochBookDependencies): EpochBook => {
  const { context, governance, scopes, packages, records } = dependencies;
  const { primitives } = context;
  const nodes = new Map<EpochId, EpochNode>();
  const states = new Map<EpochId, { bytes?: Uint8Array; state?: ClientState }>();
  const granted = new Set<EntryId>();
  const vouched = new Map<EpochId, Set<EntryId>>();
  const expected = new Map<string, MlsEpoch>();
  const refusals = new Map<EntryId, PlexiError>();
  const grants = createGrantBook(primitives);
  const waiting = createHeldBook(records, (epoch) => nodes.has(epoch));
  let learnt: EpochId[] = [];

  const stateOf = (epoch: EpochId): ClientState | undefined => {
    const kept = states.get(epoch);
    if (kept?.state === undefined && kept?.bytes !== undefined) kept.state = decodeState(context, kept.bytes);
    return kept?.state;
  };

  const vouch = (epoch: EpochId, entry: EntryId): void => {
    const entries = vouched.get(epoch) ?? new Set();
    if (entries.has(entry)) return;
    vouched.set(epoch, entries.add(entry));
    waiting.vouched(entry);
  };

  /** Enters an epoch, or adds to what is known of it. */
  const enter = (
    held: HeldMessage,
    parsed: RootMessage | CommitMessage,
    epoch: MlsEpoch | undefined,
  ): void => {
    const known = nodes.get(parsed.epoch);
    const parent = parsed.type === 'root' ? null : { epoch: parsed.parent, entry: parsed.parentEntry };
    const node: EpochNode = {
      id: parsed.epoch,
      parent,
      committer: held.author,
      entry: held.entry,
      heads: held.heads,
      historyHash: parsed.historyHash,
      wraps: parsed.type === 'root' ? [] : parsed.wraps,
      secret: epoch?.secret ?? known?.secret ?? null,
      roster: epoch?.roster ?? known?.roster ?? null,
      number: epoch?.number ?? known?.number ?? null,
    };
    nodes.set(node.id, node);
    grants.touch(node.id);
    if (known?.entry !== node.entry) grants.add({ sealing: node.id, wraps: node.wraps });
    if (parent !== null) vouch(parent.epoch, parent.entry);
    records.touch(`epoch/${node.id}`, () => encodeEpoch(node));
    if (epoch === undefined) return;
    const { state } = epoch;
    states.set(node.id, { state });
    waiting.entered(node.id);
    if (known?.secret == null) learnt.push(node.id);
    records.touch(`state/${node.id}`, () => (states.has(node.id) ? encodeState(state) : undefined));
  };

  const matches = (parsed: RootMessage | CommitMessage, epoch: MlsEpoch): boolean =>
    epoch.id === parsed.epoch && equalBytes(historyHashOf(primitives, epoch.secret), parsed.historyHash);

  const join = async (one: Held, parsed: CommitMessage): Promise<MlsEpoch | undefined> => {
    const own = one.unwelcome ? undefined : await packages.own(one.refs);
    if (own === undefined) return undefined;
    try {
      const { author } = one.held;
      const epoch = await joinByWelcome(context, own, { welcome: parsed.welcome, author });
      if (matches(parsed, epoch)) return epoch;
    } catch (error) {
      if (!isPlexiError(error)) throw error;
    }
    one.unwelcome = true;
    return undefined;
  };

  const process = async (held: HeldMessage, parsed: CommitMessage, from: ClientState): Promise<Verdict> => {
    if (nodes.get(parsed.parent)?.entry !== parsed.parentEntry) return refused('parent');
    try {
      const permits = (change: RosterChange) => governance.permits(held.heads, change);
      const message = { commit: parsed.commit, author: held.author, permits };
      const epoch = await processCommit(context, from, message);
      if (epoch !== undefined && !matches(parsed, epoch)) return refused('epoch');
      enter(held, parsed, epoch);
      return 'accepted';
    } catch (error) {
      return toPlexiError(error);
    }
  };

  /** [K6] A scoped device can't verify commits: it takes a member's word. Of several for one epoch the lowest entry counts. */
  const isTaken = (held: HeldMessage, parsed: CommitMessage): boolean => {
    if (scopes?.isScoped(context.device.device) !== true || !scopes.wasFull(held.author, held.heads))
      return false;
    const known = nodes.get(parsed.epoch);
    return known === undefined || (known.number === null && held.entry < known.entry);
  };

  const judge = async (one: Held): Promise<Verdict> => {
    const { held, parsed } = one;
    if (parsed.type === 'history') {
      if (nodes.get(parsed.epoch)?.secret == null) return 'waiting';
      granted.add(held.entry);
      grants.add({ sealing: parsed.epoch, wraps: parsed.wraps });
      records.touch(`grant/${held.entry}`, () => encodeHeld(held));
      return 'accepted';
    }
    if (states.has(parsed.epoch)) return 'accepted';
    const isOwn = held.author === context.device.device;
    const made = isOwn ? expected.get(hashText(primitives, held.body)) : undefined;
    if (made !== undefined) {
      enter(held, parsed, made);
      return 'accepted';
    }
    if (parsed.type === 'root') {
      const founder = governance.founder();
      if (founder === undefined) return 'waiting';
      if (founder !== held.author) return refused('not the founder');
      if (nodes.has(parsed.epoch)) return 'accepted';
      enter(held, parsed, undefined);
      return 'accepted';
    }
    const joined = await join(one, parsed);
    if (joined !== undefined) {
      enter(held, parsed, joined);
      return 'accepted';
    }
    const from = stateOf(parsed.parent);
    if (from !== undefined) return process(held, parsed, from);
    // It stays held besides: should this device yet come to have the parent's state, it can follow.
    const isVouched = vouched.get(parsed.epoch)?.has(held.entry) === true;
    if ((isVouched && !nodes.has(parsed.epoch)) || isTaken(held, parsed)) enter(held, parsed, undefined);
    return 'waiting';
  };

  const openGrants = (): void => {
    for (const id of grants.open(nodes, ({ epoch, entry }) => vouch(epoch, entry))) {
      const node = nodes.get(id);
      if (node === undefined) continue;
      learnt.push(id);
      waiting.entered(id);
      records.touch(`epoch/${id}`, () => encodeEpoch(node));
    }
  };

  const hold = (held: HeldMessage, parsed: EpochMessage): void => {
    if (waiting.has(held.entry) || granted.has(held.entry)) return;
    if (
      parsed.type !== 'history' &&
      nodes.get(parsed.epoch)?.entry === held.entry &&
      states.has(parsed.epoch)
    )
      return;
    packages.markUsed(waiting.add(held, parsed).refs);
  };

  return {
    nodes,
    grants,
    isIn: (epoch) => states.has(epoch),
    stateOf,
    expect: (message, epoch) => void expected.set(hashText(primitives, message), epoch),
    hold,
    settle: async () => {
      openGrants();
      for (let one = waiting.next(); one !== undefined; one = waiting.next()) {
        const verdict = await judge(one);
        openGrants();
        if (verdict === 'waiting') continue;
        if (verdict !== 'accepted') refusals.set(one.held.entry, verdict);
        waiting.drop(one.held.entry);
      }
      const opened = learnt;
      learnt = [];
      return { opened };
    },
    reconsider: () => waiting.reconsider(),
    refusal: (entry) => {
      const error = refusals.get(entry);
      refusals.clear();
      return error;
    },
    prune: (tip) => {
      const kept = [...states.keys()]
        .filter((epoch) => epoch !== tip?.id)
        .sort((a, b) => (nodes.get(b)?.number ?? 0) - (nodes.get(a)?.number ?? 0) || (a < b ? -1 : 1));
      for (const epoch of kept.slice(LIMITS.epochStates - 1)) {
        states.delete(epoch);
        records.touch(`state/${epoch}`, () => undefined);
      }
    },
    load: (key, value) => {
      const [kind, name] = key.split('/');
      if (kind === 'epoch') {
        const node = decodeEpoch(value);
        nodes.set(node.id, node);
        grants.add({ sealing: node.id, wraps: node.wraps });
        if (node.parent !== null) vouch(node.parent.epoch, node.parent.entry);
      } else if (kind === 'state') {
        states.set(name as EpochId, { bytes: value });
      } else if (kind === 'held' || kind === 'grant') {
        const held = decodeHeld(value);
        const parsed = decodeKeyMessage(held.body);
        if (parsed.type === 'root' || parsed.type === 'commit' || parsed.type === 'history')
          waiting.add(held, parsed);
      }
    },
  };
};
