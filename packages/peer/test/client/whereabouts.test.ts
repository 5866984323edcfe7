import { signReceipt } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { createWhereabouts, type Whereabouts } from '../../src/client/whereabouts.ts';
import { copyAll, lab, openEmpty, person, primitives } from '../space-story.ts';
import { agree, connect, type Device, expectEventually, online } from '../sync/wire.ts';

const NONE = new Map();

/** What a device says, and how many logs it looked at to say so. */
const sayings = (device: Device): { of: Whereabouts; looked: () => number } => {
  let looked = 0;
  const receipts: Device['receipts'] = {
    ...device.receipts,
    of: (logId) => {
      looked++;
      return device.receipts.of(logId);
    },
  };
  const of = createWhereabouts({
    space: {
      replica: device.replica,
      receipts,
      words: { account: (id: string) => `account ${id}`, channel: (id: string) => `channel ${id}` } as never,
    },
    self: { account: device.who.account, device: device.who.device } as never,
    isConnected: (other) => device.exchange.sessions(device.replica.space).some((it) => it.device === other),
  });
  return {
    of,
    looked: () => {
      const count = looked;
      looked = 0;
      return count;
    },
  };
};

const story = async () => {
  const { atAda, atBen } = await lab();
  const atRelay = person('relay');
  await atAda.act({ type: 'relay.list', device: atRelay.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
  await copyAll(atAda, atBen);
  const [ada, ben] = [await online(atAda), await online(atBen)];
  const relay = await online(await openEmpty(atAda, atRelay), { role: 'relay' });
  return { ada, ben, relay };
};

test('[N5] says by channel what is on no relay yet, and then who signed to hold it', async () => {
  const { ada, ben, relay } = await story();
  const { of } = sayings(ada);
  const { channel } = ada.log();
  await ada.post('one');
  await ada.post('two');
  const [first] = of.unsettled(NONE).filter((it) => it.channel === channel);
  expect(first).toMatchObject({ kind: 'channel', mine: 2, pending: 2, stored: [], lacking: 0, sources: [] });
  const kinds = of.unsettled(NONE).map(({ kind }) => kind);
  expect(kinds).toContain('decisions');
  connect(ada, relay);
  await expectEventually(() => of.unsettled(NONE), []);
  expect(of.pending()).toBe(0);
  connect(ben, relay);
  const stored = () =>
    of.of(channel, 0).stored.map(({ kind, connected, entries }) => [kind, connected, entries]);
  await expectEventually(stored, [
    ['relay', true, 2],
    ['member', false, 2],
  ]);
});

test('[N5] says what is known of and not here, and who should have it', async () => {
  const { ada, ben, relay } = await story();
  const wires = [connect(ada, relay), connect(ben, relay)];
  await ada.post('one');
  await agree(ada, ben, relay);
  wires[1]?.cut();
  await ada.post('two');
  await ada.post('three');
  await agree(ada, relay);
  const { of } = sayings(ben);
  const { channel } = ada.log();
  expect(of.unsettled(NONE).filter((it) => it.channel === channel)).toEqual([]);
  const { logId, visible } = relay.replica.stateOf(ada.log());
  const receipt = { space: ben.replica.space, logId, holder: relay.who.device, ...visible };
  ben.receipts.add({ receipt, bytes: signReceipt(primitives, receipt, relay.who.deviceSeed) });
  const [found] = of.unsettled(NONE).filter((it) => it.channel === channel);
  expect(found).toMatchObject({ lacking: 2, pending: 0 });
  expect(found?.sources.map(({ kind, because, connected }) => [kind, because, connected])).toEqual([
    ['relay', 'signed', false],
    ['member', 'wrote', false],
  ]);
  connect(ben, relay);
  await agree(ben, relay);
  expect(of.unsettled(NONE).filter((it) => it.channel === channel)).toEqual([]);
});

test('[N5] looks again at what changed, and at nothing else', async () => {
  const { ada, relay } = await story();
  const { of, looked } = sayings(ada);
  connect(ada, relay);
  await ada.post('one');
  await agree(ada, relay);
  await expectEventually(() => of.pending(), 0);
  of.unsettled(NONE);
  looked();
  of.unsettled(NONE);
  expect(of.pending()).toBe(0);
  expect(looked()).toBe(0);
  await ada.post('two');
  of.pending();
  expect(looked()).toBeLessThanOrEqual(2);
});
