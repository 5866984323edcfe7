import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deviceStanding,
  extendGovernance,
  foldGovernance,
  type Governance,
  type GovernanceEntry,
} from '../src/index.ts';
import { primitives } from './founding.ts';
import { acceptedOf } from './governance-model.ts';
import { play, steps } from './governance-schedule.ts';
import { viewOf } from './governance-view.ts';

/** The state in the words of the reference model. */
const describeState = ({ state }: Governance): unknown => ({
  members: Object.values(state.members)
    .map(({ account, role, since, devices, profile }) => ({
      account,
      role,
      since,
      devices: Object.entries(devices)
        .map(([device, { generation }]) => `${device}/${generation}`)
        .sort(),
      profile,
    }))
    .sort((a, b) => (a.account < b.account ? -1 : 1)),
  former: Object.keys(state.formerMembers).sort(),
  channels: Object.values(state.channels)
    .map((channel) => ({ retention: [], ...channel }))
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
  relays: Object.values(state.relays).sort((a, b) => (a.device < b.device ? -1 : 1)),
  invites: Object.entries(state.invites)
    .map(([key, { used, revoked }]) => ({ key, used, revoked }))
    .sort((a, b) => (a.key < b.key ? -1 : 1)),
  name: state.name,
  kind: state.kind,
  owners: state.owners ?? [],
});

const shuffled = <Item>(items: readonly Item[], seed: number): Item[] => {
  const result = [...items];
  let state = seed;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j] as Item, result[i] as Item];
  }
  return result;
};

const standings = (governance: Governance, entries: readonly GovernanceEntry[]): string[] =>
  entries.map(({ log, sequence }) => deviceStanding(governance, log, sequence));

/** How long to look, and where: the usual run is a short one and always the same. */
/** Spaces and small spaces. */
const spaceKind = fc.constantFrom(undefined, undefined, 'channel' as const, 'direct' as const);

const numRuns = Number(process.env['PLEXI_PROPERTY_RUNS'] ?? 120);
const seed = Number(process.env['PLEXI_PROPERTY_SEED'] ?? 1);

describe('convergence', () => {
  test('[G7] the same entries give what the rules say, whichever they are', () => {
    const kinds = new Set<string>();
    let voided = 0;
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 6 }), spaceKind, (history, missing, kind) => {
        const { space, entries } = play(history, kind);
        // Something may not have arrived.
        const some = missing < 5 ? entries : entries.filter((_, i) => i % 9 !== missing);
        const governance = foldGovernance(primitives, space, some);
        const expected = acceptedOf(some);
        expect(governance.accepted).toEqual(expected.map((item) => item.entry.id));
        expect(describeState(governance)).toEqual(viewOf(expected).describe());
        for (const reason of governance.voided.values()) kinds.add(reason);
        voided += governance.voided.size;
      }),
      { numRuns, seed },
    );
    // The histories reach the rules at all.
    expect(voided).toBeGreaterThan(300);
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'beyond a cutoff',
        'its device wrote two entries for one place',
        'only a higher rank may remove',
        'not a log of this membership',
        'the invite is revoked',
        'the author lost the rank for it meanwhile',
        'the direct message is not with that account',
        'only an admin may add others',
        'the admitted was removed meanwhile',
      ]),
    );
  });

  test('[G7] [C1] in any order, in any batches, and received twice', () => {
    fc.assert(
      fc.property(
        steps,
        fc.nat(),
        fc.integer({ min: 1, max: 7 }),
        spaceKind,
        (history, shuffle, batch, kind) => {
          const { space, entries } = play(history, kind);
          const whole = foldGovernance(primitives, space, entries);
          const order = shuffled([...entries, ...entries.filter((_, i) => i % 3 === shuffle % 3)], shuffle);
          let grown = foldGovernance(primitives, space, []);
          for (let at = 0; at < order.length; at += batch) {
            grown = extendGovernance(primitives, grown, order.slice(at, at + batch));
          }
          expect(grown.state).toEqual(whole.state);
          expect(grown.accepted).toEqual(whole.accepted);
          expect(grown.heads).toEqual(whole.heads);
          expect(grown.waiting).toEqual(whole.waiting);
          expect(grown.voided).toEqual(whole.voided);
          expect(standings(grown, entries)).toEqual(standings(whole, entries));
        },
      ),
      { numRuns, seed },
    );
  });

  test('[G7] arriving as written, one by one, and extending leaves the earlier value as it was', () => {
    fc.assert(
      fc.property(steps, spaceKind, (history, kind) => {
        const { space, entries } = play(history, kind);
        let grown = foldGovernance(primitives, space, []);
        for (const entry of entries) {
          const before = grown;
          const snapshot = structuredClone(before.state);
          const heads = [...before.heads];
          grown = extendGovernance(primitives, grown, [entry]);
          expect(before.state).toEqual(snapshot);
          expect(before.heads).toEqual(heads);
        }
        expect(grown.state).toEqual(foldGovernance(primitives, space, entries).state);
      }),
      { numRuns: Math.ceil(numRuns / 4), seed },
    );
  });
});
