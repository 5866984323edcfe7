/** [C1] [G4] What somebody hid and lost the rank for: the same on every device, whatever came there first. */
import type { Act, Entry } from '@plexi/protocol';
import type { StoredAnnotation } from '@plexi/storage';
import { describe, expect, test } from 'vitest';
import { grantRole } from '../../src/space/grant.ts';
import { createCharge } from '../../src/space/ranks.ts';
import { copyAll, deliver, GENERAL, type Holder, type Item, lab, openEmpty, toRaw } from '../space-story.ts';

const ORDERS = [
  ['seen', 'unseen', 'demotion'],
  ['seen', 'demotion', 'unseen'],
  ['demotion', 'seen', 'unseen'],
] as const;

/** The row of an entry that says something of a message. */
const rowOf = ({ replica }: Holder, { id, parsed }: Entry): StoredAnnotation => ({
  space: replica.space,
  channel: GENERAL,
  target: 'm',
  kind: 'hide',
  register: '',
  on: true,
  payload: undefined,
  clock: parsed.clock,
  entry: id,
  logId: parsed.logId,
  sequence: parsed.sequence,
  device: replica.frontier.byId(parsed.logId)?.log.device as StoredAnnotation['device'],
});

const grant = (holder: Holder, account: Parameters<typeof grantRole>[1], role: 'moderator' | 'member') =>
  grantRole(
    {
      governance: () => holder.replica.governance() as never,
      replica: holder.replica,
      act: (given: Act) => holder.act(given),
    },
    account,
    role,
  );

/** Ben is a moderator and hides twice; Ada has seen the first of it when she takes his rank. */
const openStory = async () => {
  const story = await lab();
  const { atAda, atBen, ben } = story;
  await grant(atAda, ben.account, 'moderator');
  await copyAll(atAda, atBen);
  const seen = await atBen.post('the first');
  await copyAll(atBen, atAda);
  const unseen = await atBen.post('the second');
  await grant(atAda, ben.account, 'member');
  return { ...story, seen, unseen };
};

describe('[G4] what a moderator hid who is none any more', () => {
  test('[C1] stays hidden as far as those knew of it who took the rank, in whatever order it comes', async () => {
    const { atAda, atBen, cleo, seen, unseen } = await openStory();
    const isDemotion = ({ log }: Item): boolean => log.channel === atAda.replica.channels.governance;
    const demotion = (await atAda.items()).filter(isDemotion);
    const before = (await atBen.items()).filter(isDemotion);
    for (const order of ORDERS) {
      const late = await openEmpty(atAda, cleo);
      await deliver(late, before);
      const charge = createCharge(late.replica);
      const steps = {
        seen: () => deliver(late, [{ log: atBen.log(), raw: toRaw(seen) }]),
        unseen: () => deliver(late, [{ log: atBen.log(), raw: toRaw(unseen) }]),
        demotion: () => deliver(late, demotion),
      };
      for (const step of order) {
        await steps[step]();
        const rows = [seen, unseen].map((entry) => rowOf(late, entry));
        await charge(rows);
      }
      const rows = [seen, unseen].map((entry) => rowOf(late, entry));
      expect([...(await charge(rows))]).toEqual([seen.id]);
    }
  });

  test('and nothing counts of whoever had no rank when they wrote it, though they were given one since', async () => {
    const { atAda, atBen, cleo, atCleo } = await openStory();
    const early = await atCleo.post('too early');
    await copyAll(atCleo, atAda);
    await grant(atAda, cleo.account, 'moderator');
    await copyAll(atAda, atCleo);
    const now = await atCleo.post('now');
    await copyAll(atAda, atBen);
    await copyAll(atCleo, atBen);
    const charge = createCharge(atBen.replica);
    expect([...(await charge([early, now].map((entry) => rowOf(atBen, entry))))]).toEqual([now.id]);
  });
});
