/** [G1] Checking a chain of decisions anew while more of it comes. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { describe, expect, test } from 'vitest';
import { verifyGovernance } from '../../src/space/verify-governance.ts';
import { channelId, copyAll, deliver, type Holder, lab, openEmpty, person } from '../space-story.ts';

const verify = ({ replica, clock }: Holder) => verifyGovernance({ primitives, replica, now: () => clock.ms });

describe('[G1] decisions are checked', () => {
  test('as they are at one moment, whatever comes meanwhile', async () => {
    const { atAda, atBen } = await lab();
    const here = (await atAda.items()).length;
    for (const name of ['dan', 'eve', 'fay']) await atAda.admit(person(name));
    const fresh = (await atAda.items()).slice(here);
    const [checked] = await Promise.all([verify(atBen), deliver(atBen, fresh)]);
    expect(checked).toMatchObject({ sound: true, problems: [], waiting: 0 });
    expect((await verify(atBen)).entries).toBe(checked.entries + 3);
  });

  test('and what waits for others that have not come is no flaw in them: it is counted', async () => {
    const { ada, atAda, atBen } = await lab();
    await atAda.admit(person('dan'));
    await copyAll(atAda, atBen);
    await atBen.act({ type: 'channel.create', channel: channelId('plans') });
    const late = await openEmpty(atAda, person('cleo'));
    const byAda = (await atBen.items()).filter(({ log }) => log.device === ada.device);
    const rest = (await atBen.items()).filter(({ log }) => log.device !== ada.device);
    await deliver(late, byAda.slice(0, -1));
    await deliver(late, rest);
    expect(await verify(late)).toMatchObject({ sound: true, problems: [], waiting: 1 });
    await deliver(late, byAda.slice(-1));
    expect(await verify(late)).toMatchObject({
      sound: true,
      waiting: 0,
      entries: (await verify(atBen)).entries,
    });
  });
});
