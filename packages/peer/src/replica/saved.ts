/**
 * [G5] What the newest final set of decisions comes to, kept in the store: opening the space folds only what lies behind it. It is this
 * device's own word to itself. Whatever is wrong with it, the decisions themselves are all there, and are gone through instead.
 */
import {
  type ChannelId,
  type Frontier,
  finalSize,
  foldFromSaved,
  foldGovernance,
  type Governance,
  type Primitives,
  readSavedGovernance,
  type SavedGovernance,
  type SpaceId,
  saveGovernance,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { loadLogs } from './load.ts';
import type { ReplicaHooks } from './replica-port.ts';

/** Of records: what was saved. */
export const SAVED_KIND = 'governance-saved';
const KEY = 'final';

interface SavedDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  hooks?: Pick<ReplicaHooks, 'problem'>;
}

export interface SavedStart {
  /** Fills `frontier` from the store, and folds what governance there is. */
  open(frontier: Frontier, governanceChannel: ChannelId): Promise<Governance | undefined>;
  /** Saves what is final by now, where that is much more than what was saved. */
  keep(governance: Governance): Promise<void>;
  /** Has the next start go through all decisions. */
  forget(): Promise<void>;
}

/** So many decisions are folded at a start beyond what is not final, or this part of all, so that saving costs little a decision. */
const DECISIONS_BETWEEN = 64;
const PART_BETWEEN = 1 / 16;

export const createSavedStart = (dependencies: SavedDependencies): SavedStart => {
  const { primitives, store, space, hooks } = dependencies;
  let size = 0;
  const write = (value: Uint8Array | undefined): Promise<void> => {
    const record: Write = { type: 'record', scope: space, kind: SAVED_KIND, key: KEY, value };
    return store.commit([record]);
  };
  const load = async (): Promise<SavedGovernance | undefined> => {
    const bytes = await store.record(space, SAVED_KIND, KEY);
    try {
      return bytes && readSavedGovernance(primitives, space, bytes);
    } catch (error) {
      hooks?.problem?.('GOVERNANCE_SAVED_INVALID', String(error));
      await write(undefined);
      return undefined;
    }
  };
  return {
    open: async (frontier, governanceChannel) => {
      const saved = await load();
      size = saved?.entries.length ?? 0;
      const acts = await loadLogs(dependencies, frontier, governanceChannel, saved);
      if (saved !== undefined) return foldFromSaved(primitives, saved, acts);
      return acts.length === 0 ? undefined : foldGovernance(primitives, space, acts);
    },
    keep: async (governance) => {
      const more = finalSize(governance) - size;
      if (more < Math.max(DECISIONS_BETWEEN, size * PART_BETWEEN)) return;
      const bytes = saveGovernance(governance);
      if (bytes === undefined) return;
      await write(bytes);
      size += more;
    },
    forget: async () => {
      size = 0;
      await write(undefined);
    },
  };
};
