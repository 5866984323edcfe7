/** [K3] Which branch of a group's epochs counts. Every device that knows the same epochs comes to the same answer. */
import {
  concatBytes,
  type DeviceId,
  type EntryId,
  type EpochId,
  idToBytes,
  type Primitives,
  toHex,
} from '@plexi/protocol';
import type { EpochNode } from './epoch.ts';

export interface BranchRules {
  primitives: Primitives;
  /** The device that founded the space: only its first epoch is the group's. */
  founder: DeviceId | undefined;
  /** Whether the earlier governance heads lie strictly in the past of the later ones. */
  isInPast: (earlier: readonly EntryId[], later: readonly EntryId[]) => boolean;
}

/** Fixed by what came before and by who commits: nothing in it can be tried out until it is low. */
const drawOf = (primitives: Primitives, node: EpochNode): string => {
  const parent = node.parent === null ? new Uint8Array(0) : idToBytes(node.parent.epoch);
  // Two commits of one device from one parent draw alike; between its own, a device may as well choose.
  return toHex(primitives.sha256(concatBytes(parent, idToBytes(node.committer)))) + node.id;
};

/** The sibling that wins: those whose heads lie in another's past are out; of the rest, the lowest draw. */
export const chooseSibling = (rules: BranchRules, siblings: readonly EpochNode[]): EpochNode | undefined => {
  let winner: EpochNode | undefined;
  let lowest = '';
  for (const node of siblings) {
    if (siblings.some((other) => other !== node && rules.isInPast(node.heads, other.heads))) continue;
    const draw = drawOf(rules.primitives, node);
    if (winner === undefined || draw < lowest) {
      winner = node;
      lowest = draw;
    }
  }
  return winner;
};

/** The end of the winning branch, among the epochs that this device is in. */
export const chooseTip = (
  rules: BranchRules,
  nodes: ReadonlyMap<EpochId, EpochNode>,
  isOurs: (epoch: EpochId) => boolean,
): EpochNode | undefined => {
  // Only what leads to an epoch that this device is in can be its branch: from those, walk up and mark the way.
  const children = new Map<EpochId, Set<EpochNode>>();
  const tops = new Set<EpochNode>();
  for (const node of nodes.values()) {
    if (!isOurs(node.id)) continue;
    let at = node;
    for (;;) {
      const above = at.parent === null ? undefined : nodes.get(at.parent.epoch);
      if (above === undefined) {
        tops.add(at);
        break;
      }
      const known = children.get(above.id) ?? new Set();
      const seen = known.has(at);
      children.set(above.id, known.add(at));
      if (seen) break;
      at = above;
    }
  }
  const founded = [...tops].filter((top) => top.parent === null && top.committer === rules.founder);
  // A newcomer may know a branch before it knows where that began.
  const start = founded.length > 0 ? founded : [...tops].filter((top) => top.parent !== null);
  let tip = chooseSibling(rules, start);
  while (tip !== undefined) {
    const below = children.get(tip.id);
    if (below === undefined) return tip;
    tip = chooseSibling(rules, [...below]);
  }
  return undefined;
};
