import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deviceStanding,
  extendGovernance,
  foldGovernance,
  type Governance,
  type GovernanceEntry,
  generationOf,
  type LogRef,
  type SpaceId,
} from '../src/index.ts';
import { channelId, primitives } from './founding.ts';
import { describeView } from './governance-description.ts';
import { modelOf } from './governance-model.ts';
import { play } from './governance-schedule.ts';
import { steps, undoingSteps } from './governance-steps.ts';
import { viewOf } from './governance-view.ts';
import { countsAt } from './governance-voice-model.ts';

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
    .map((channel) => ({ retention: [], policies: [], ...channel }))
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
  relays: Object.values(state.relays).sort((a, b) => (a.device < b.device ? -1 : 1)),
  invites: Object.entries(state.invites)
    .map(([key, { used, revoked }]) => ({ key, used, revoked }))
    .sort((a, b) => (a.key < b.key ? -1 : 1)),
  admissions: Object.values(state.admissions)
    .map(({ channel, account, history, until, lapsed }) =>
      JSON.stringify({ channel, account, history, until, lapsed }),
    )
    .sort(),
  muted: Object.values(state.muted)
    .map(({ account, channel = 'all' }) => `${account}/${channel}`)
    .sort(),
  banned: Object.keys(state.banned).sort(),
  plugins: Object.entries(state.plugins)
    .map(([name, { version, capabilities }]) => `${name} ${version} ${capabilities.join()}`)
    .sort(),
  forks: Object.entries(state.forks)
    .map(([name, { sequence, named }]) => `${name}: ${sequence} ${named?.sequence ?? ''} ${named?.id ?? ''}`)
    .sort(),
  motions: Object.entries(state.motions)
    .map(([key, { by }]) => `${key}: ${by.toSorted().join()}`)
    .sort(),
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

/** Logs in channels, of every writer, before and after voices were taken, and further memberships. */
const logsBeside = (entries: readonly GovernanceEntry[]): LogRef[] => {
  const devices = [...new Set(entries.map(({ log }) => log.device))];
  const generations = [0, 1, generationOf(0, 1), generationOf(1, 1), generationOf(0, 2)];
  return ['0', '1', '2'].flatMap((name) =>
    devices.flatMap((device) =>
      generations.map((generation) => ({ channel: channelId(name), device, generation })),
    ),
  );
};

/** Folds entries, and holds what comes of it against the model. */
const expectSame = (space: SpaceId, entries: readonly GovernanceEntry[]): Governance => {
  const governance = foldGovernance(primitives, space, entries);
  const { accepted, ends } = modelOf(entries);
  expect(governance.accepted).toEqual(accepted.map((item) => item.entry.id));
  expect(describeState(governance)).toEqual(describeView(viewOf(accepted)));
  for (const log of logsBeside(entries))
    for (const sequence of [1, 3])
      expect([log, deviceStanding(governance, log, sequence) === 'counts']).toEqual([
        log,
        countsAt(accepted, ends, log, sequence),
      ]);
  return governance;
};

const standings = (governance: Governance, entries: readonly GovernanceEntry[]): string[] => [
  ...entries.map(({ log, sequence }) => deviceStanding(governance, log, sequence)),
  ...logsBeside(entries).flatMap((log) =>
    [1, 3].map((sequence) => deviceStanding(governance, log, sequence)),
  ),
];

/** How long to look, and where: the usual run is a short one and always the same. */
/** Spaces and small spaces. */
const spaceKind = fc.constantFrom(undefined, undefined, 'channel' as const, 'direct' as const);

const numRuns = Number(process.env['PLEXI_PROPERTY_RUNS'] ?? 200);
const seed = Number(process.env['PLEXI_PROPERTY_SEED'] ?? 3);

describe('convergence', { timeout: Math.max(60_000, numRuns * 300) }, () => {
  test('[G7] the same entries give what the rules say, whichever they are', () => {
    const kinds = new Set<string>();
    let voided = 0;
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 6 }), spaceKind, (history, missing, kind) => {
        const { space, entries } = play(history, kind);
        // Something may not have arrived.
        const some = missing < 5 ? entries : entries.filter((_, i) => i % 9 !== missing);
        const governance = expectSame(space, some);
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
        'only a higher rank may mute',
        'an owner signed two histories that exclude each other',
        'proves no second history',
        'the owners undid it',
        'it names what it did not know of',
        'it would undo itself',
        'only an owner by the newest checkpoint may',
      ]),
    );
  });

  test('[G4] [G7] what most of three owners undo is what the rules say, in any order', () => {
    let together = 0;
    let final = 0;
    fc.assert(
      fc.property(undoingSteps, fc.nat(), (history, shuffle) => {
        const { space, entries } = play(history, 'owned');
        const whole = expectSame(space, entries);
        let grown = foldGovernance(primitives, space, []);
        const order = shuffled(entries, shuffle);
        for (let at = 0; at < order.length; at += 7)
          grown = extendGovernance(primitives, grown, order.slice(at, at + 7));
        expect(grown.accepted).toEqual(whole.accepted);
        expect(grown.state).toEqual(whole.state);
        expect(standings(grown, entries)).toEqual(standings(whole, entries));
        const { undoings, ends } = whole.record.undone;
        together += undoings.filter(({ isCarried, by }) => isCarried && by.length > 1).length;
        if (ends.size > undoings.length) final++;
      }),
      { numRuns: Math.ceil(numRuns / 4), seed },
    );
    expect(together).toBeGreaterThan(5);
    expect(final).toBeGreaterThan(0);
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
