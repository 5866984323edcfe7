/** What owners and devices sign twice, for the tests of [L2] and [G5]. */
import {
  type ActOf,
  type EntryId,
  type EpochId,
  hlcFromMs,
  type LogRef,
  logIdOf,
  type SpaceId,
  utf8,
  writeEntry,
  ZERO_ID,
} from '../src/index.ts';
import { type Person, primitives, type Replica, START_MS } from './founding.ts';

/** A header of a log's place that says nothing of interest, with its signature. */
export const headerAt = (
  space: SpaceId,
  log: LogRef,
  { sequence, previous = ZERO_ID as EntryId, says }: { sequence: number; previous?: EntryId; says: string },
  signer: Person,
): [Uint8Array, Uint8Array] => {
  const { header, signature } = writeEntry(
    primitives,
    {
      logId: logIdOf(primitives, space, log),
      sequence,
      previous,
      clock: hlcFromMs(START_MS + sequence),
      epoch: ZERO_ID as EpochId,
      keyCommitment: ZERO_ID,
      governanceHeads: [],
    },
    utf8(says),
    signer.deviceSeed,
  );
  return [header, signature];
};

/** The proof that a device wrote two entries for one place of a log. */
export const forkProof = (
  space: SpaceId,
  log: LogRef,
  sequence: number,
  signer: Person,
): ActOf<'fork.prove'> => ({
  type: 'fork.prove',
  log,
  branches: [
    [headerAt(space, log, { sequence, says: 'yes' }, signer)],
    [headerAt(space, log, { sequence, says: 'no' }, signer)],
  ],
});

/** [G5] An owner signs two sets of which neither includes the other. */
export const signTwice = (owner: Replica, admin: Person): void => {
  const elsewhere = owner.fork(admin);
  const heads = [elsewhere, owner].map((at) => at.write({ type: 'space.describe' }).id);
  owner.receive(elsewhere.entries);
  for (const head of heads)
    owner.write({ type: 'checkpoint.sign', covers: [head], state: new Uint8Array(32) });
};
