import { describe, expect, it } from 'vitest';
import { createDevice } from '../../src/index.ts';
import {
  checkKeyPackage,
  encodeOwnPackage,
  generateKeyPackage,
  type OwnKeyPackage,
} from '../../src/key-group/key-package.ts';
import {
  commitChange,
  decodeState,
  encodeState,
  foundGroup,
  joinByWelcome,
  type MlsContext,
  type MlsEpoch,
  processCommit,
} from '../../src/key-group/mls.ts';
import { loadSuite } from '../../src/key-group/suite.ts';
import { nativePrimitives as primitives } from '../../src/native/native.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;
const ROUNDS = LONG ? 120 : 45;
const SEEDS = LONG ? [1, 2, 3] : [7];
/** Above this, members go as often as they come. */
const CROWD = LONG ? 16 : 7;

interface Leaf {
  context: MlsContext;
  epoch: MlsEpoch;
}

/** Whole numbers below `bound`, the same for a seed each time (a linear congruence: any order of events will do). */
const dice = (seed: number) => {
  let state = seed;
  return (bound: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % bound;
  };
};

const suite = await loadSuite(primitives);
const newContext = (): MlsContext => ({
  primitives,
  suite,
  groupId: new Uint8Array(32).fill(3),
  device: createDevice(primitives),
  isCertified: () => true,
});

/** The members that stay and those that come, each from its own side of the commit. */
const follow = async (
  members: readonly Leaf[],
  by: Leaf,
  change: { fresh: { context: MlsContext; own: OwnKeyPackage }[]; gone: readonly Leaf[] },
): Promise<Leaf[]> => {
  const add = await Promise.all(
    change.fresh.map(async ({ own }) => (await checkKeyPackage(suite, encodeOwnPackage(own).public)).package),
  );
  const remove = change.gone.map(({ context }) => context.device.device);
  const { epoch, commit, welcome } = await commitChange(by.context, by.epoch.state, { add, remove });
  const author = by.context.device.device;
  const after: Leaf[] = [];
  for (const leaf of members) {
    if (leaf === by) after.push({ context: by.context, epoch });
    else {
      const stored = decodeState(leaf.context, encodeState(leaf.epoch.state));
      const next = await processCommit(leaf.context, stored, { commit, author, permits: () => true });
      expect(next === undefined).toBe(change.gone.includes(leaf));
      if (next !== undefined) after.push({ context: leaf.context, epoch: next });
    }
  }
  for (const { context, own } of change.fresh)
    after.push({ context, epoch: await joinByWelcome(context, own, { welcome, author }) });
  return after;
};

describe('[K4] whatever shape comings and goings gave the tree', () => {
  it.each(SEEDS)('whoever is added can join, and all have the same secret (seed %i)', async (seed) => {
    const next = dice(seed);
    const founder = newContext();
    let members: Leaf[] = [{ context: founder, epoch: await foundGroup(founder) }];
    for (let round = 0; round < ROUNDS; round++) {
      const by = members[next(members.length)] as Leaf;
      const isFull = members.length >= CROWD;
      const others = members.filter((leaf) => leaf !== by);
      const gone = isFull || next(3) === 0 ? others.filter(() => next(others.length) < 2) : [];
      const coming = isFull && next(2) === 0 ? 0 : 1 + next(2);
      const fresh = await Promise.all(
        Array.from({ length: coming }, async () => {
          const context = newContext();
          return { context, own: await generateKeyPackage(suite, context.device) };
        }),
      );
      members = await follow(members, by, { fresh, gone });
      const [first] = members;
      for (const { epoch } of members) {
        expect(epoch.id, `round ${round}`).toBe(first?.epoch.id);
        expect(epoch.secret).toEqual(first?.epoch.secret);
      }
    }
    expect(members.length).toBeGreaterThan(1);
  });
});
