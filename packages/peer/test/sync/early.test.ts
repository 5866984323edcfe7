import { type Act, proveInvite } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { seedOf } from '../people.ts';
import {
  copyAll,
  GENERAL,
  type Holder,
  INVITE_SECRET,
  lab,
  openEmpty,
  person,
  primitives,
  START_MS,
} from '../space-story.ts';
import { connect, type Device, entriesFrom, expectEventually, online } from './wire.ts';

describe('[G9] somebody with an invite that has not come here yet', () => {
  const SECRET = seedOf('a later invite');
  const invite: Act = {
    type: 'invite.create',
    publicKey: primitives.publicKeyOf(SECRET),
    uses: 5,
    expires: START_MS + 2 ** 40,
    role: 'member',
  };

  /** Eve, who shows an invite to a device and asks it to let her in. */
  const asking = async (atEve: Holder, device: Device, secret = SECRET) => {
    const { space } = device.replica;
    const eve = await online(atEve, {
      inviteFor: (_, peer) => proveInvite(primitives, secret, { space, device: atEve.who.device, peer }),
    });
    const wire = connect(eve, device);
    await wire.quiet();
    if (eve.exchange.sessions(space).length > 0)
      eve.session(device).send({ kind: 'join', request: Uint8Array.of(1) });
    await wire.quiet();
    return { eve, wire };
  };

  test('is heard once it has, and gets nothing until then', async () => {
    const { atAda } = await lab();
    await atAda.post('a secret');
    const [ada, atEve] = [await online(atAda), await openEmpty(atAda, person('eve'))];
    const { eve, wire } = await asking(atEve, ada);
    expect([entriesFrom(wire, ada), ada.heard.joins, eve.heard.refused]).toEqual([[], 0, []]);
    await ada.act(invite);
    await expectEventually(() => ada.heard.joins, 1);
    expect(ada.session(eve).standing()).toBe('invited');
    await expectEventually(() => eve.replica.governance()?.heads, ada.replica.governance()?.heads);
  });

  test('is heard by a relay that had not heard of the space, once it has', async () => {
    const { atAda } = await lab();
    const atRelay = await openEmpty(atAda, person('relay'));
    const relay = await online(atRelay, { role: 'relay' });
    const { eve } = await asking(await openEmpty(atAda, person('eve')), relay, INVITE_SECRET);
    expect(relay.heard.joins).toBe(0);
    await atAda.act({ type: 'relay.list', device: relay.who.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
    const ada = await online(atAda);
    connect(ada, relay);
    await expectEventually(() => relay.heard.joins, 1);
    expect(relay.session(eve).standing()).toBe('invited');
    await expectEventually(() => eve.replica.governance()?.heads, ada.replica.governance()?.heads);
  });

  test('is told where it was made by somebody who may not', async () => {
    const { atAda, atBen } = await lab();
    const late = await atBen.act({ ...invite, role: 'guest', channels: [GENERAL] });
    await copyAll(atBen, atAda);
    expect(atAda.replica.governance()?.voided.has(late.id)).toBe(true);
    const { eve } = await asking(await openEmpty(atAda, person('eve')), await online(atAda));
    expect(eve.heard.refused).toEqual(['INVITE_UNKNOWN']);
  });

  test('goes on listening to whom the link named, until it says what the link said', async () => {
    const { atAda, atBen, ben } = await lab();
    const atRelay = await openEmpty(atAda, person('relay'));
    await atAda.act({ type: 'role.grant', account: ben.account, role: 'admin' });
    await copyAll(atAda, atBen);
    // By its own log, which comes after the founder's.
    const listed = await atBen.act({
      type: 'relay.list',
      device: atRelay.who.device,
      addresses: ['/ip4/127.0.0.1/tcp/4001'],
    });
    await copyAll(atBen, atRelay);
    const relay = await online(atRelay, { role: 'relay' });
    const atEve = await openEmpty(atAda, person('eve'));
    const { space } = atEve.replica;
    const eve = await online(atEve, {
      inviteFor: (_, peer) =>
        proveInvite(primitives, INVITE_SECRET, { space, device: atEve.who.device, peer }),
      isLearning: () => atEve.replica.governance()?.accepted.includes(listed.id) !== true,
    });
    connect(eve, relay);
    await expectEventually(() => eve.replica.governance()?.heads, relay.replica.governance()?.heads);
    expect(eve.heard.refused).toEqual([]);
    expect(eve.session(relay).standing()).toBe('relay');
  });
});

test('a relay that has no room for a space says so, so that it is asked again', async () => {
  const { atAda } = await lab();
  const ada = await online(atAda);
  const relay = await online(await openEmpty(atAda, person('relay')), {
    role: 'relay',
    space: async () => undefined,
  });
  connect(ada, relay);
  await expectEventually(() => ada.heard.refused, ['TOO_BUSY']);
});
