/**
 * [L2] Logs of which a device wrote two histories. What was seen of that here is kept, so that a member can prove it in
 * governance; and once governance names the branch that counts, whatever lies on another one is known by it.
 */
import {
  type ActOf,
  branchOf,
  decodeFrame,
  decodeHeader,
  type Entry,
  type EntryId,
  encodeFrame,
  type Frontier,
  forkOf,
  type Governance,
  idToBytes,
  isSignedBy,
  LIMITS,
  type LogId,
  type LogState,
  type NamedBranch,
  type Primitives,
  type RawEntry,
  type SpaceId,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';

export interface Forks {
  /** The first place for which two entries were seen here. */
  placeOf(logId: LogId): number | undefined;
  /** Keeps another branch of a log that is here, from the place where it begins to an entry that is signed. */
  note(state: LogState, branch: readonly Entry[]): Promise<void>;
  /** The branch of a log that counts, where one was named. */
  branchOf(state: LogState): NamedBranch | undefined;
  /** Whether what is here of a log lies on another branch than the one that counts. */
  isAstray(state: LogState): Promise<boolean>;
  /** Proofs that governance does not have. */
  proofs(): Promise<ActOf<'fork.prove'>[]>;
}

export interface ForksDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  frontier: Frontier;
  governance: () => Governance | undefined;
  idAt: (state: LogState, sequence: number) => Promise<EntryId>;
  noted: () => void;
}

const KIND = 'equivocation';
const READ_BYTES = 1024 * 1024;

type Branch = ActOf<'fork.prove'>['branches'][number];

export const openForks = async (dependencies: ForksDependencies): Promise<Forks> => {
  const { primitives, store, space, frontier, governance, idAt } = dependencies;
  const places = new Map<LogId, number>();
  const keep = (logId: LogId, sequence: number): void => {
    places.set(logId, Math.min(places.get(logId) ?? Infinity, sequence));
  };
  for (const { key } of await store.records(space, KIND)) {
    const [logId, sequence] = key.split('/') as [LogId, string];
    keep(logId, Number(sequence));
  }

  const isSigned = (state: LogState, entry: RawEntry): boolean =>
    isSignedBy(primitives, entry, idToBytes(state.log.device));

  /** The headers up to the first that is signed; none where that is further than a proof may reach. */
  const upToSignature = (state: LogState, entries: readonly RawEntry[]): Branch | undefined => {
    const end = entries.findIndex((entry) => isSigned(state, entry));
    if (end < 0 || end >= LIMITS.forkHeaders) return undefined;
    return entries.slice(0, end + 1).map(({ header, signature }) => [header, signature]);
  };

  const proofOf = async (state: LogState, sequence: number): Promise<ActOf<'fork.prove'> | undefined> => {
    const value = await store.record(space, KIND, `${state.logId}/${sequence}`);
    const { frame } = value === undefined ? { frame: undefined } : decodeFrame(value);
    if (frame?.kind !== 'entries') return undefined;
    const bounds = { limit: LIMITS.forkHeaders, maxBytes: READ_BYTES };
    const own = upToSignature(state, await store.entries(space, state.log, sequence, bounds));
    const other = upToSignature(state, frame.entries);
    const isOther = own !== undefined && other !== undefined && !sameFirst(own, other);
    return isOther ? { type: 'fork.prove', log: state.log, branches: [own, other] } : undefined;
  };

  const sameFirst = (a: Branch, b: Branch): boolean => {
    const [one, other] = [a[0]?.[0], b[0]?.[0]];
    return one?.length === other?.length && one?.every((byte, i) => byte === other?.[i]) === true;
  };

  const named = (state: LogState): NamedBranch | undefined => {
    const now = governance();
    return now && branchOf(now, state.log);
  };

  return {
    placeOf: (logId) => places.get(logId),
    note: async (state, branch) => {
      const [first] = branch;
      if (first === undefined) return;
      const { sequence } = decodeHeader(first.header);
      const entries = branch.map(({ header, signature }) => ({ header, signature, body: undefined }));
      const value = encodeFrame(space, { kind: 'entries', log: state.log, entries });
      const key = `${state.logId}/${sequence}`;
      await store.commit([{ type: 'record', scope: space, kind: KIND, key, value }]);
      keep(state.logId, sequence);
      dependencies.noted();
    },
    branchOf: named,
    isAstray: async (state) => {
      const branch = named(state);
      if (branch === undefined || state.tip.sequence < branch.from) return false;
      if (branch.sequence < branch.from) return false;
      if (state.tip.sequence < branch.sequence) return true;
      return (await idAt(state, branch.sequence)) !== branch.id;
    },
    proofs: async () => {
      const now = governance();
      if (now === undefined) return [];
      const acts: ActOf<'fork.prove'>[] = [];
      for (const [logId, sequence] of places) {
        const state = frontier.byId(logId);
        if (state === undefined || (forkOf(now, state.log)?.sequence ?? Infinity) <= sequence) continue;
        const act = await proofOf(state, sequence);
        if (act !== undefined) acts.push(act);
      }
      return acts;
    },
  };
};
