/** Proofs that holders broke their word [N4], kept with a space: the first for each log of a holder, up to a number of each holder. */
import {
  type BrokenReceipt,
  type DeviceId,
  LIMITS,
  type Primitives,
  plexiError,
  readBrokenReceipt,
  type SpaceId,
  utf8,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';

export interface KeptProof extends BrokenReceipt {
  /** As it is handed on. */
  text: string;
}

export interface BrokenReceipts {
  /** Keeps a proof; false where one for that log is here, or there are enough. Throws PROOF_INVALID, and what the store throws. */
  keep(text: string): Promise<boolean>;
  /** Whether there is one of that holder. */
  isBy(holder: DeviceId): boolean;
  /** The oldest first. */
  list(): readonly KeptProof[];
}

const KIND = 'broken-receipt';

export const openBrokenReceipts = async (
  primitives: Primitives,
  store: Store,
  space: SpaceId,
): Promise<BrokenReceipts> => {
  const proofs = new Map<string, KeptProof>();
  const holders = new Set<DeviceId>();
  const keyOf = ({ receipt }: BrokenReceipt): string => `${receipt.holder}/${receipt.logId}`;
  for (const { key, value } of await store.records(space, KIND)) {
    const text = new TextDecoder().decode(value);
    const proof = readBrokenReceipt(primitives, text, 'reasons');
    proofs.set(key, { ...proof, text });
    holders.add(proof.receipt.holder);
  }
  return {
    keep: async (text) => {
      const proof = readBrokenReceipt(primitives, text, 'reasons');
      if (proof.receipt.space !== space) throw plexiError('PROOF_INVALID', { detail: 'another space' });
      const key = keyOf(proof);
      const { holder } = proof.receipt;
      const others = [...proofs.values()].filter(({ receipt }) => receipt.holder === holder);
      if (proofs.has(key) || others.length >= LIMITS.proofsOfHolder) return false;
      proofs.set(key, { ...proof, text });
      holders.add(holder);
      await store.commit([{ type: 'record', scope: space, kind: KIND, key, value: utf8(text) }]);
      return true;
    },
    isBy: (holder) => holders.has(holder),
    list: () => [...proofs.values()].sort((a, b) => a.holding.at - b.holding.at),
  };
};
