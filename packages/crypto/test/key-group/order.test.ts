import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyItem } from './governance.ts';
import { converge, found, founded, letIn, type Member, meet, newcomer } from './story.ts';

/** What a member makes of what it has: the same for whoever has the same. */
const conclusionOf = (member: Member, epochs: Iterable<string>) => ({
  tip: member.group.current()?.epoch,
  roster: member.group.current()?.roster,
  secrets: [...epochs].filter((epoch) => member.group.historySecret(epoch as never) !== undefined).sort(),
  read: member.read(),
});

/** A history with forks, a loser's newcomer, a removal, and history handed on afterwards. */
const troubledHistory = async () => {
  const [ada, ben, mallory] = (await founded('ada', 'ben', 'mallory')) as [Member, Member, Member];
  const xena = await newcomer('xena', ada);
  const yuri = await newcomer('yuri', ada);
  await letIn(ada, xena);
  await meet(ada, xena);
  await xena.offerPackages();
  ada.write('a');
  xena.write('x');
  ben.remove(mallory);
  await letIn(ben, yuri);
  ben.write('b');
  await meet(ben, yuri);
  await yuri.offerPackages();
  const all = [ada, ben, xena, yuri];
  await converge(...all);
  yuri.write('y');
  await meet(...all, mallory);
  return { all, mallory };
};

/** A member with the same keys and store as at the beginning, who gets everything at once in some order. */
const replayed = async (member: Member, order: (items: KeyItem[]) => KeyItem[]): Promise<Member> => {
  const again = await member.again();
  await again.catchUp(order);
  return again;
};

describe('[N3] [K3] the order of delivery', () => {
  it('property: any order, and any repetition, gives the same tip and the same secrets', async () => {
    const { all, mallory } = await troubledHistory();
    const epochs = new Set([...all, mallory].flatMap((member) => member.epochs()));
    const ada = all[0] as Member;
    expect(epochs.size).toBeGreaterThan(5);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all, mallory),
        fc.infiniteStream(fc.nat()),
        fc.nat(5),
        async (member, stream, repeats) => {
          const random = (below: number): number => (stream.next().value ?? 0) % below;
          const order = (items: KeyItem[]): KeyItem[] => {
            const rest = [...items];
            for (let i = 0; i < repeats; i++) rest.push(rest[random(rest.length)] as KeyItem);
            const shuffled: KeyItem[] = [];
            while (rest.length > 0) shuffled.push(...rest.splice(random(rest.length), 1));
            return shuffled;
          };
          const again = await replayed(member, order);
          expect(conclusionOf(again, epochs)).toEqual(conclusionOf(member, epochs));
        },
      ),
      { numRuns: 25 },
    );
    expect(conclusionOf(ada, epochs).secrets).toHaveLength(epochs.size);
    expect(conclusionOf(mallory, epochs).read).not.toContain('y');
  });

  it('a restart between any two messages changes nothing', async () => {
    const ada = await found('ada');
    const ben = await newcomer('ben', ada);
    await letIn(ada, ben);
    const cleo = await newcomer('cleo', ada);
    await letIn(ada, cleo);
    ada.write('text');
    await meet(ada, ben, cleo);
    const epochs = ada.epochs();
    const again = await ben.again();
    for (const item of [...again.shelf.keys.values()].reverse()) {
      await again.take(item);
      await again.restart();
    }
    expect(conclusionOf(again, epochs)).toEqual(conclusionOf(ben, epochs));
  });
});
