/** [K5] Who can learn which history secret from which: wraps, opened as far as the secrets here reach. */
import type { EpochId, Primitives } from '@plexi/protocol';
import type { EpochNode } from './epoch.ts';
import { unwrapSecret } from './history.ts';
import type { Wrap } from './message.ts';

/** Wraps that are sealed under one epoch's secret, from its commit or from a later `history` message. */
interface Grant {
  sealing: EpochId;
  wraps: readonly Wrap[];
}

export interface GrantBook {
  add(grant: Grant): void;
  /** Says that an epoch, or its secret, has become known. */
  touch(epoch: EpochId): void;
  /**
   * Opens what can be opened by now; gives the epochs whose secrets are new. Of a wrap whose epoch isn't known yet, `vouch` is
   * told which entry made that: whoever could seal the wrap was in the group.
   */
  open(nodes: ReadonlyMap<EpochId, EpochNode>, vouch: (wrap: Wrap) => void): EpochId[];
  /** All epochs whose secrets follow from one epoch's. */
  reach(from: EpochId): Set<EpochId>;
}

/** Adds to a list under a key. */
const append = <Value>(lists: Map<EpochId, Value[]>, key: EpochId, value: Value): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
};

export const createGrantBook = (primitives: Primitives): GrantBook => {
  /** Wraps whose sealing secret isn't known, by the epoch that it is of; and those that can be opened but not checked yet. */
  const sealed = new Map<EpochId, Wrap[]>();
  const unexplained = new Map<EpochId, Grant[]>();
  /** Verified ones only: a wrap of garbage must not make a secret look handed on. */
  const opens = new Map<EpochId, Set<EpochId>>();
  let touched: EpochId[] = [];

  return {
    add: ({ sealing, wraps }) => {
      for (const wrap of wraps) append(sealed, sealing, wrap);
      touched.push(sealing);
    },
    touch: (epoch) => void touched.push(epoch),
    open: (nodes, vouch) => {
      const learnt: EpochId[] = [];

      const open = (sealing: EpochNode, wrap: Wrap): void => {
        const wrapped = nodes.get(wrap.epoch);
        if (sealing.secret === null) return;
        if (wrapped === undefined) {
          append(unexplained, wrap.epoch, { sealing: sealing.id, wraps: [wrap] });
          vouch(wrap);
          return;
        }
        const secret = unwrapSecret(primitives, sealing.secret, wrap, wrapped.historyHash);
        if (secret === undefined) return;
        opens.set(sealing.id, (opens.get(sealing.id) ?? new Set()).add(wrap.epoch));
        if (wrapped.secret !== null) return;
        wrapped.secret = secret;
        learnt.push(wrapped.id);
        touched.push(wrapped.id);
      };

      for (let id = touched.pop(); id !== undefined; id = touched.pop()) {
        const node = nodes.get(id);
        if (node === undefined) continue;
        const explained = unexplained.get(id) ?? [];
        unexplained.delete(id);
        for (const grant of explained) {
          const sealing = nodes.get(grant.sealing);
          for (const wrap of grant.wraps) if (sealing !== undefined) open(sealing, wrap);
        }
        if (node.secret === null) continue;
        const openable = sealed.get(id) ?? [];
        sealed.delete(id);
        for (const wrap of openable) open(node, wrap);
      }
      touched = [];
      return learnt;
    },
    reach: (from) => {
      const reached = new Set([from]);
      for (const epoch of reached) for (const next of opens.get(epoch) ?? []) reached.add(next);
      return reached;
    },
  };
};
