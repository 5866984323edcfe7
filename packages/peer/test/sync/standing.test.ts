import { encodeFrame, proveInvite } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { copyAll, INVITE_SECRET, lab, openEmpty, person, primitives, toRaw } from '../space-story.ts';
import { agree, connect, entriesFrom, expectEventually, kindsOf, online } from './wire.ts';

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
    expect(ada.heard.problems).toContain('ENTRY_NOT_ENTITLED');
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
