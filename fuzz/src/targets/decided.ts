/** What was decided, as it is saved. */

import { decodeSaved, encodeSaved } from '../../../packages/protocol/src/governance/saved/format.ts';
import { issueCertificate } from '../../../packages/protocol/src/identity/certificate.ts';
import {
  type Act,
  type EntryId,
  encodeAct,
  foldFromSaved,
  foldGovernance,
  type GovernanceEntry,
  governanceChannel,
  type Hlc,
  readSavedGovernance,
  saveGovernance,
  spaceIdOf,
} from '../../../packages/protocol/src/index.ts';
import { target } from '../target.ts';
import {
  ACCOUNT,
  ACCOUNT_SEED,
  bytesOf,
  CHANNEL,
  CLOCK,
  DEVICE,
  DEVICE_SEED,
  id,
  PRIMITIVES,
  TRUSTING,
} from './material.ts';

const certificate = issueCertificate(
  PRIMITIVES,
  { boxKey: bytesOf(32), leafKey: bytesOf(32, 8), issuedAt: 1_700_000_000_000 },
  { accountSecretKey: ACCOUNT_SEED, deviceSecretKey: DEVICE_SEED },
);

const genesis: Act = { type: 'genesis', certificate, nonce: bytesOf(16) };
const FOUNDED = spaceIdOf(PRIMITIVES, encodeAct(genesis));

/** A log of acts, each knowing of the one before. */
const logOf = (acts: readonly Act[]): GovernanceEntry[] =>
  acts.map((act, i) => ({
    id: id<EntryId>(100 + i),
    log: { channel: governanceChannel(PRIMITIVES, FOUNDED), device: DEVICE, generation: 0 },
    sequence: i + 1,
    previous: id<EntryId>(i === 0 ? 0 : 99 + i),
    clock: (CLOCK + i) as Hlc,
    heads: i === 0 ? [] : [id<EntryId>(99 + i)],
    body: encodeAct(act),
  }));

const DECISIONS: readonly Act[] = [
  genesis,
  { type: 'channel.create', channel: CHANNEL },
  // It does not count: she is an owner.
  { type: 'member.remove', account: ACCOUNT, cutoffs: [] },
  { type: 'profile.describe' },
];

const savedOf = (count: number): Uint8Array => {
  const acts = DECISIONS.slice(0, count);
  const covers = [id<EntryId>(99 + count)];
  const entries = logOf([...acts, { type: 'checkpoint.sign', covers, state: bytesOf(32) }]);
  return saveGovernance(foldGovernance(TRUSTING, FOUNDED, entries)) ?? new Uint8Array();
};

export const DECIDED = {
  'saved-governance': target({
    reads: { decodeSaved, readSavedGovernance },
    run: (bytes) => {
      const saved = readSavedGovernance(TRUSTING, FOUNDED, bytes);
      // What is read is written as it came, and can be gone on from.
      if (Buffer.compare(encodeSaved(decodeSaved(bytes)), bytes) !== 0)
        throw new Error('it has two spellings');
      foldFromSaved(TRUSTING, saved, logOf(DECISIONS));
    },
    seeds: () => [savedOf(4), savedOf(2), savedOf(1)],
  }),
};
