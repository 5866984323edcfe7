import * as Automerge from '@automerge/automerge';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projectGovernance, readGovernanceDocument } from '../src/governance/document.ts';
import { extendGovernance, foldGovernance, type GovernanceEntry } from '../src/index.ts';
import { channelId, lab, mergedInto, primitives, removal } from './founding.ts';
import { play } from './governance-schedule.ts';
import { steps } from './governance-steps.ts';

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

describe('[G1] the Automerge document', () => {
  test('has the same heads whatever the order of arrival', () => {
    const { ben, cleo, dan, owner, at, space } = lab();
    const founding = [...owner.entries];
    const [atBen, atCleo] = [at(ben), at(cleo)];
    atBen.write(removal(dan.account));
    atBen.write({ type: 'space.describe' });
    atCleo.write({ type: 'channel.create', channel: channelId('c') });
    owner.write(removal(ben.account));
    const late = mergedInto(owner, atBen, atCleo).entries.slice(founding.length);
    expect(late).toHaveLength(4);
    const heads = new Set<string>();
    for (const order of permutations(late)) {
      let governance = foldGovernance(primitives, space, founding);
      const [first, ...rest] = order;
      governance = extendGovernance(primitives, governance, first === undefined ? [] : [first]);
      const early = projectGovernance(governance);
      for (const entry of rest) governance = extendGovernance(primitives, governance, [entry]);
      heads.add(projectGovernance(governance, early).heads.join());
    }
    expect(heads.size).toBe(1);
    expect([...heads][0]).toBe(projectGovernance(owner.governance).heads.join());
  });

  test('holds the same state as the plain one, and differs where the accepted acts differ', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(steps, (history) => {
        const { space, entries } = play(history);
        const governance = foldGovernance(primitives, space, entries);
        const { doc, heads, state } = projectGovernance(governance);
        expect(readGovernanceDocument(doc)).toEqual(governance.state);
        expect(state).toEqual(governance.state);
        const accepted = governance.accepted.join();
        expect(seen.get(heads.join()) ?? accepted).toBe(accepted);
        seen.set(heads.join(), accepted);
      }),
      { numRuns: 25 },
    );
    expect(seen.size).toBeGreaterThan(10);
  });

  test('is the audit trail: one change an act, with its time, and the state of any time before', () => {
    const { cleo, owner } = lab();
    const before = projectGovernance(owner.governance);
    const earlier = before.heads;
    const entry: GovernanceEntry = owner.write(removal(cleo.account));
    const { doc } = projectGovernance(owner.governance, before);
    const changes = Automerge.getAllChanges(doc).map((change) => Automerge.decodeChange(change));
    expect(changes).toHaveLength(owner.governance.accepted.length);
    expect(changes.at(-1)?.message).toBe(`member.remove ${entry.id}`);
    expect(changes.at(-1)?.time).toBe(Math.floor(entry.clock / 1024 / 1000));
    expect(changes.every(({ actor }) => actor === owner.governance.space)).toBe(true);
    expect(readGovernanceDocument(Automerge.view(doc, earlier)).members[cleo.account]?.role).toBe('member');
    expect(readGovernanceDocument(doc).members[cleo.account]).toBeUndefined();
  });
});
