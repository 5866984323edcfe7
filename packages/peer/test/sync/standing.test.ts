import { encodeFrame, proveInvite } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import {
  copyAll,
  GENERAL,
  INVITE_SECRET,
  lab,
  openEmpty,
  person,
  primitives,
  toRaw,
} from '../space-story.ts';
import { VAULT, withGuest } from './guest.ts';
import { agree, connect, type Device, entriesFrom, expectEventually, kindsOf, online } from './wire.ts';

/** Ada's space, where things were said, and Eve, who knows its id and nothing else. */
const withEve = async () => {
  const story = await lab();
  await story.atAda.post('a secret');
  const ada = await online(story.atAda);
  return { ...story, ada, atEve: await openEmpty(story.atAda, person('eve')) };
};

describe('a stranger', () => {
  test('is refused by code and learns nothing but that', async () => {
    const { ada, atEve } = await withEve();
    const eve = await online(atEve);
    const wire = connect(ada, eve);
    await expectEventually(() => eve.heard.refused, ['PEER_REFUSED']);
    await wire.quiet();
    expect(kindsOf(wire, ada)).toEqual(['hello', 'refused']);
    expect(ada.exchange.sessions(ada.replica.space)).toEqual([]);
    expect(wire.reason()).toBeUndefined();
  });

  test('who goes on all the same is not listened to', async () => {
    const { ada, atEve } = await withEve();
    const eve = await online(atEve);
    const wire = connect(ada, eve);
    await expectEventually(() => ada.heard.refused, ['PEER_REFUSED']);
    const end = wire.end(eve);
    await eve.post('let me in');
    const [{ log, raw } = { log: eve.log(), raw: undefined }] = await eve.items();
    if (raw === undefined) throw new TypeError('nothing was written');
    end.send(encodeFrame(eve.replica.space, { kind: 'entries', log, entries: [raw] }));
    end.send(encodeFrame(eve.replica.space, { kind: 'want', log: ada.log(), from: 1 }));
    await wire.quiet();
    expect(entriesFrom(wire, ada)).toEqual([]);
    expect(ada.replica.frontier.get(log)).toBeUndefined();
  });
});

describe('[G9] somebody with an invite', () => {
  const invited = async (tamper: (proof: Uint8Array) => void = () => undefined) => {
    const { ada, atEve } = await withEve();
    const { space } = ada.replica;
    const proof = proveInvite(primitives, INVITE_SECRET, {
      space,
      device: atEve.who.device,
      peer: ada.who.device,
    });
    tamper(proof);
    const eve = await online(atEve, { inviteFor: () => proof });
    return { ada, eve, wire: connect(ada, eve) };
  };

  test('gets governance, to be let in with, and nothing of the channels', async () => {
    const { ada, eve, wire } = await invited();
    await expectEventually(() => eve.replica.governance()?.heads, ada.replica.governance()?.heads);
    await wire.quiet();
    expect(ada.session(eve).standing()).toBe('invited');
    const { governance } = ada.replica.channels;
    expect(entriesFrom(wire, ada).filter(({ log }) => log.channel !== governance)).toEqual([]);
    expect(wire.sent.filter(({ frame }) => frame?.kind === 'frontier' && frame.heads.length > 1)).toEqual([]);
  });

  test('gets the channels as soon as somebody admits them, on the same channel', async () => {
    const { ada, eve, wire } = await invited();
    await wire.quiet();
    await ada.admit(eve.who);
    await expectEventually(() => eve.texts(), ['a secret']);
    await agree(ada, eve);
    expect(ada.session(eve).standing()).toBe('member');
  });

  test('is a stranger with a proof that was made for another, or is none', async () => {
    for (const at of [0, 40, 95]) {
      const { eve, wire } = await invited((proof) => {
        proof[at] = (proof[at] ?? 0) ^ 1;
      });
      await expectEventually(() => eve.heard.refused, ['PEER_REFUSED']);
      expect(kindsOf(wire).includes('entries')).toBe(false);
    }
  });

  test('writes nothing before being admitted', async () => {
    const { ada, eve, wire } = await invited();
    await wire.quiet();
    const entry = toRaw(eve.draft('too early', undefined));
    eve.session(ada).send({ kind: 'entries', log: eve.log(), entries: [entry] });
    await expectEventually(() => ada.heard.problems, ['ENTRY_NOT_ENTITLED']);
    await ada.admit(eve.who);
    await agree(ada, eve);
    expect(await ada.texts()).toEqual(['a secret']);
  });

  test('is told when the invite was withdrawn', async () => {
    const { atAda, ada, atEve } = await withEve();
    const publicKey = primitives.publicKeyOf(INVITE_SECRET);
    await atAda.act({ type: 'invite.revoke', publicKey });
    const { space } = ada.replica;
    const proof = proveInvite(primitives, INVITE_SECRET, {
      space,
      device: atEve.who.device,
      peer: ada.who.device,
    });
    const eve = await online(atEve, { inviteFor: () => proof });
    connect(ada, eve);
    await expectEventually(() => eve.heard.refused, ['INVITE_REVOKED']);
    expect(eve.replica.governance()).toBeUndefined();
  });
});

describe('[G4] a former member', () => {
  test('learns of the removal and of nothing later', async () => {
    const { ada: owner, cleo, atAda, atCleo } = await lab();
    await atCleo.post('before');
    await copyAll(atCleo, atAda);
    atAda.clock.ms += 1000;
    await atAda.post('while cleo was away');
    const removal = await atAda.remove(cleo);
    atAda.clock.ms += 1000;
    await atAda.act({ type: 'space.describe' });
    await atAda.post('she is gone');
    const [ada, former] = [await online(atAda), await online(atCleo)];
    const wire = connect(ada, former);
    await expectEventually(() => former.replica.governance()?.state.members[cleo.account], undefined);
    await wire.quiet();
    const { governance } = ada.replica.channels;
    const got = former.replica.stateOf({ channel: governance, device: owner.device, generation: 0 }).tip;
    expect(got.id).toBe(removal.id);
    const told = wire.sent.flatMap(({ from, frame }) =>
      from === owner.device && frame?.kind === 'frontier' ? frame.heads : [],
    );
    expect(told).toEqual([]);
    expect(entriesFrom(wire, ada).filter(({ log }) => log.channel !== governance)).toEqual([]);
    expect(await former.texts()).toEqual(['before']);
  });

  test('who still has something to send is told all the same, and what is sent changes nothing', async () => {
    const { cleo, atAda, atCleo } = await lab();
    for (let i = 0; i < 20; i++) await atCleo.post(`unsent ${i}`);
    await atAda.remove(cleo);
    const [ada, former] = [await online(atAda), await online(atCleo)];
    const wire = connect(ada, former);
    await expectEventually(() => former.replica.governance()?.state.members[cleo.account], undefined);
    await wire.quiet();
    expect(wire.reason()).toBeUndefined();
    expect(entriesFrom(wire, former)).toEqual([]);
    expect(await ada.texts()).toEqual([]);
  });

  test('is cut off while connected: the removal arrives, and nothing that follows it', async () => {
    const { cleo, atAda, atCleo } = await lab();
    const [ada, former] = [await online(atAda), await online(atCleo)];
    const wire = connect(ada, former);
    await ada.post('all together');
    await expectEventually(() => former.texts(), ['all together']);
    ada.clock.ms += 1000;
    await ada.remove(cleo);
    await expectEventually(() => former.replica.governance()?.state.members[cleo.account], undefined);
    ada.clock.ms += 1000;
    await ada.post('without cleo');
    await ada.act({ type: 'space.describe' });
    await wire.quiet();
    expect(await former.texts()).toEqual(['all together']);
    const { governance } = ada.replica.channels;
    const ends = [ada, former].map(
      ({ replica }) =>
        replica.stateOf({ channel: governance, device: ada.who.device, generation: 0 }).tip.sequence,
    );
    expect(ends[1]).toBe((ends[0] ?? 0) - 1);
  });
});

describe('[K6] a scoped member', () => {
  const channelsFrom = (wire: ReturnType<typeof connect>, from: Device) =>
    new Set(
      wire.sent.flatMap(({ from: sender, frame }) => {
        if (sender !== from.who.device) return [];
        if (frame?.kind === 'entries') return [frame.log.channel];
        return frame?.kind === 'frontier' ? frame.heads.map(({ log }) => log.channel) : [];
      }),
    );

  test('is sent, and told of, governance and the channels that admit it', async () => {
    const { ada, guest } = await withGuest();
    const wire = connect(ada, guest);
    await expectEventually(() => guest.texts(), ['in the hall']);
    await ada.post('more in the vault', VAULT);
    await ada.post('more in the hall');
    await expectEventually(() => guest.texts(), ['in the hall', 'more in the hall']);
    await wire.quiet();
    expect(ada.session(guest).standing()).toBe('scoped');
    expect(channelsFrom(wire, ada)).toEqual(new Set([ada.replica.channels.governance, GENERAL]));
    guest.session(ada).send({ kind: 'want', log: ada.log(VAULT), from: 1 });
    guest.session(ada).send({ kind: 'want-bodies', log: ada.log(VAULT), sequences: [1] });
    await wire.quiet();
    expect(channelsFrom(wire, ada)).not.toContain(VAULT);
    // Who has all that it may have needs no more than a word to know it.
    wire.cut();
    const again = connect(ada, guest);
    await expectEventually(() => guest.session(ada).isLive(), true);
    await again.quiet();
    expect(kindsOf(again).filter((kind) => kind === 'frontier' || kind === 'entries')).toEqual([]);
  });

  test('is heard where it is admitted, and nowhere else', async () => {
    const { ada, guest } = await withGuest();
    const wire = connect(ada, guest);
    await expectEventually(() => guest.texts(), ['in the hall']);
    await guest.post('hello');
    await expectEventually(async () => (await ada.texts()).includes('hello'), true);
    const entry = toRaw(guest.draft('let me in', undefined, { channel: VAULT }));
    guest.session(ada).send({ kind: 'entries', log: guest.log(VAULT), entries: [entry] });
    await expectEventually(() => ada.heard.problems, ['ENTRY_NOT_ENTITLED']);
    // And it goes on.
    await guest.post('hello again');
    await expectEventually(async () => (await ada.texts()).includes('hello again'), true);
    expect(wire.reason()).toBeUndefined();
    expect(await ada.texts(VAULT)).toEqual(['in the vault']);
  });

  test('gets another channel, as it was and as it goes on, once that admits it; and no more of it once dismissed', async () => {
    const { ada, guest, gus } = await withGuest();
    const before = connect(ada, guest);
    await expectEventually(() => guest.texts(), ['in the hall']);
    before.cut();
    const wire = connect(ada, guest);
    await expectEventually(() => guest.session(ada).isLive(), true);
    const { account } = gus;
    await ada.act({ type: 'channel.admit', channel: VAULT, account, history: true, until: 0 });
    await expectEventually(() => guest.texts(VAULT), ['in the vault']);
    await ada.act({ type: 'channel.dismiss', channel: VAULT, account, cutoffs: [] });
    await ada.post('without the guest', VAULT);
    await ada.post('with the guest');
    await expectEventually(async () => (await guest.texts()).includes('with the guest'), true);
    await wire.quiet();
    expect(await guest.texts(VAULT)).toEqual(['in the vault']);
  });

  test('[C1] is sent nothing more when its time is past, before anybody says so', async () => {
    const { ada, guest, gus } = await withGuest();
    const wire = connect(ada, guest);
    await expectEventually(() => guest.texts(), ['in the hall']);
    const until = ada.clock.ms + 60_000;
    await ada.act({ type: 'channel.admit', channel: GENERAL, account: gus.account, history: true, until });
    ada.clock.ms = until + 1;
    await ada.post('too late');
    await wire.quiet();
    expect(await guest.texts()).toEqual(['in the hall']);
  });
});
