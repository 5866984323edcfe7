import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSaved, encodeSaved, type SavedSet } from '../src/governance/saved/format.ts';
import {
  type Act,
  cutoffOf,
  deviceStanding,
  extendGovernance,
  finalityOf,
  foldFromSaved,
  foldGovernance,
  type Governance,
  type GovernanceEntry,
  isFinal,
  isPlexiError,
  LIMITS,
  readingOf,
  readSavedGovernance,
  type SpaceId,
  saveGovernance,
} from '../src/index.ts';
import { channelId, found, lab, mergedInto, person, primitives, type Replica, removal } from './founding.ts';
import { play } from './governance-schedule.ts';
import { steps, undoingSteps } from './governance-steps.ts';

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

/** Everything that anybody asks governance. */
const told = (governance: Governance, entries: readonly GovernanceEntry[]): unknown => {
  const { accepted, heads, voided, waiting, state, record } = governance;
  const reading = readingOf(governance);
  const { judgement, takings } = record.settlement;
  const sorted = <Value>(map: ReadonlyMap<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    accepted,
    heads,
    state,
    voided: sorted(voided),
    because: sorted(judgement.voidedBy),
    waiting: sorted(waiting),
    final: accepted.filter((id) => isFinal(governance, id)).length,
    finality: finalityOf(governance),
    takings: takings.map(({ node, listed, ...rest }) => ({
      id: node.entry.id,
      listed: [...listed],
      ...rest,
    })),
    undone: sorted(record.undone.ends),
    judged: judgement.accepted.map(({ ruling, rank, certifiedAt, arrivedAs }) => ({
      ruling,
      rank,
      certifiedAt,
      arrivedAs,
    })),
    logs: entries.map(({ log, sequence }) => [
      deviceStanding(governance, log, sequence),
      cutoffOf(governance, log),
    ]),
    readers: sorted(reading.readers),
    scoped: reading.scoped,
  };
};

/** As it was saved at each checkpoint that became final while the entries came one by one. */
const savedAtEach = (space: SpaceId, entries: readonly GovernanceEntry[]): Uint8Array[] => {
  const saved = new Map<string, Uint8Array>();
  let grown = foldGovernance(primitives, space, []);
  for (const entry of entries) {
    grown = extendGovernance(primitives, grown, [entry]);
    const { top } = grown.record;
    const bytes = top === undefined || saved.has(top.key) ? undefined : saveGovernance(grown);
    if (top !== undefined && bytes !== undefined) saved.set(top.key, bytes);
  }
  return [...saved.values()];
};

const isWithin = (bytes: Uint8Array) => {
  const ids = new Set(decodeSaved(bytes)[6].map(([, , , , , id]) => id));
  return ({ id }: GovernanceEntry): boolean => ids.has(id);
};

/** What was saved, with something in it that is wrong. */
const WRONG: Record<string, (saved: SavedSet) => void> = {
  'what took something away': (saved) => saved.splice(8, 1, []),
  'what was undone': (saved) => saved.splice(9, 1, []),
  'which checkpoint it is': (saved) => saved.splice(10, 1, 7),
  'who counts for signing it': (saved) => saved.splice(11, 1, saved[11].slice(1)),
  'the order of the fold': (saved) => saved.splice(7, 1, saved[7].toReversed()),
  'whose acts they are': (saved) => saved.splice(5, 1, saved[5].toReversed()),
  'what counts': (saved) => {
    const last = saved[6].findLast(([, , , , , , , verdict]) => verdict[0] === 1);
    last?.splice(7, 1, [0, 'somebody says so', 0, false]);
  },
  'with which rank': (saved) => {
    for (const [, , , , , , , verdict] of saved[6]) if (verdict[0] === 1 && verdict[2] > 0) verdict[2] = 4;
  },
  'when devices were certified': (saved) => {
    for (const [, , , , , , , verdict] of saved[6]) if (verdict[0] === 1) verdict[3] = 0;
  },
  'how often a device was put out': (saved) => {
    for (const [, , , , , , , verdict] of saved[6]) if (verdict[0] === 1) verdict[4] = 0;
  },
  'why something does not count': (saved) => {
    for (const [, , , , , , , verdict] of saved[6]) if (verdict[0] === 0) verdict[1] = 'no reason';
  },
  'what voids it': (saved) => {
    for (const [, , , , , , , verdict] of saved[6]) if (verdict[0] === 0) verdict[2] = 0;
  },
};

const startFrom = (space: SpaceId, bytes: Uint8Array, rest: readonly GovernanceEntry[]): Governance => {
  const saved = readSavedGovernance(primitives, space, bytes);
  let grown = foldFromSaved(primitives, saved, rest.slice(0, 3));
  for (let next = 3; next < rest.length; next += 5)
    grown = extendGovernance(primitives, grown, rest.slice(next, next + 5));
  return grown;
};

/** What comes to something else, or is refused, where it is wrong in what was saved. */
const wrongIn = (
  space: SpaceId,
  entries: readonly GovernanceEntry[],
  bytes: Uint8Array,
  known: ReadonlySet<string>,
): string[] => {
  const whole = told(foldGovernance(primitives, space, entries), entries);
  return Object.entries(WRONG).flatMap(([what, spoil]) => {
    if (known.has(what)) return [];
    const saved = decodeSaved(bytes);
    spoil(saved);
    try {
      const start = startFrom(space, encodeSaved(saved), entries);
      return isDeepStrictEqual(told(start, entries), whole) ? [] : [what];
    } catch (error) {
      if (!isPlexiError(error)) throw error;
      return [what];
    }
  });
};

const sign = ({ governance }: Replica): Act => ({
  type: 'checkpoint.sign',
  covers: [...governance.heads],
  state: new Uint8Array(32),
});

/** Somebody built on what another's removal voids, before they heard of it. */
const builtOnVoid = (): Replica => {
  const { ben, dan, owner, at } = lab();
  const [atBen, atDan] = [at(ben), at(dan)];
  atBen.write({ type: 'channel.create', channel: channelId('bens') });
  atDan.receive(atBen.entries);
  atDan.write({ type: 'profile.describe' });
  owner.write(removal(ben.account));
  mergedInto(owner, atDan).write(sign(owner));
  return owner;
};

/** What an owner undid, for good, and its author went on. */
const undoneForGood = (): Replica => {
  const { ben, owner, at } = lab();
  const atBen = at(ben);
  const { log, sequence, id } = atBen.write({ type: 'channel.create', channel: channelId('bens') });
  mergedInto(owner, atBen).write({ type: 'owners.undo', from: [{ log, sequence, id }] });
  owner.write(sign(owner));
  atBen.write({ type: 'channel.create', channel: channelId('more') });
  return mergedInto(owner, atBen);
};

const numRuns = Math.ceil(Number(process.env['PLEXI_PROPERTY_RUNS'] ?? 200) / 10);
const seed = Number(process.env['PLEXI_PROPERTY_SEED'] ?? 3);

describe('[G5] what is saved of a final set', { timeout: Math.max(60_000, numRuns * 2000) }, () => {
  test('[G7] folding on from it is folding everything, in any order; and each part of it matters', () => {
    let starts = 0;
    const noticed = new Set<string>();
    for (const { governance, entries } of [builtOnVoid(), undoneForGood()])
      for (const bytes of savedAtEach(governance.space, entries))
        for (const what of wrongIn(governance.space, entries, bytes, noticed)) noticed.add(what);
    const history = fc.oneof(
      steps.map((those) => ({ those, kind: undefined })),
      undoingSteps.map((those) => ({ those, kind: 'owned' as const })),
    );
    fc.assert(
      fc.property(history, fc.nat(), ({ those, kind }, shuffle) => {
        const { space, entries } = play(those, kind);
        const whole = told(foldGovernance(primitives, space, entries), entries);
        const documents = savedAtEach(space, entries);
        for (const bytes of documents) {
          starts++;
          const isSaved = isWithin(bytes);
          const rest = shuffled(entries, shuffle).filter((entry) => !isSaved(entry));
          const grown = startFrom(space, bytes, rest);
          expect(told(grown, entries)).toEqual(whole);
          // What is below it may come again, and another device saves the same.
          const again = extendGovernance(primitives, grown, shuffled(entries, shuffle + 1));
          expect(told(again, entries)).toEqual(whole);
        }
        const elsewhere = saveGovernance(foldGovernance(primitives, space, shuffled(entries, shuffle)));
        for (const bytes of documents) {
          expect(saveGovernance(startFrom(space, bytes, shuffled(entries, shuffle)))).toEqual(elsewhere);
          for (const what of wrongIn(space, entries, bytes, noticed)) noticed.add(what);
        }
      }),
      { numRuns, seed },
    );
    expect(starts).toBeGreaterThan(20);
    expect([...noticed].sort()).toEqual(Object.keys(WRONG).sort());
  });

  test('of many that followed one another only the newest is held, however they came', () => {
    const owner = found(person('ada'));
    for (let i = 0; i < 12; i++) {
      owner.write({ type: 'channel.create', channel: channelId(`${i}`) });
      owner.write(sign(owner));
    }
    const { governance, entries } = owner;
    const whole = foldGovernance(primitives, governance.space, entries);
    for (const { record } of [governance, whole]) {
      expect(record.top?.version).toBe(12);
      expect(record.sets.size).toBe(1);
    }
  });

  test('what is no such thing is refused by name, and no other error', () => {
    const owner = found(person('ada'));
    const { space } = owner.governance;
    expect(saveGovernance(owner.governance)).toBeUndefined();
    owner.write({ type: 'checkpoint.sign', covers: [...owner.governance.heads], state: new Uint8Array(32) });
    const bytes = saveGovernance(owner.governance) as Uint8Array;
    const read = (given: Uint8Array, where = space) => readSavedGovernance(primitives, where, given);
    expect(read(bytes).entries).toHaveLength(1);
    const refused = expect.objectContaining({ code: 'GOVERNANCE_SAVED_INVALID' });
    const spoilt = (spoil: (saved: unknown[]) => void): Uint8Array => {
      const saved = decodeSaved(bytes);
      spoil(saved);
      return encodeSaved(saved);
    };
    expect(() => read(bytes, found(person('ben')).governance.space)).toThrow(refused);
    expect(() => read(new Uint8Array(LIMITS.savedGovernanceBytes + 1))).toThrow(refused);
    // Another version of the rules.
    expect(() => read(bytes.with(1, 2))).toThrow(refused);
    expect(() => read(spoilt((saved) => saved.splice(2, 1, [2])))).toThrow(refused);
    expect(() => read(spoilt((saved) => saved.splice(7, 1, [1, 1])))).toThrow(refused);
    expect(() => read(spoilt((saved) => saved.splice(8, 1, [1])))).toThrow(refused);
    for (let place = 0; place < bytes.length; place++) {
      try {
        read(bytes.with(place, (bytes[place] as number) ^ 1));
      } catch (error) {
        expect([place, isPlexiError(error)]).toEqual([place, true]);
      }
    }
  });
});
