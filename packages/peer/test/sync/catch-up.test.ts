import { entryWireBytes, LIMITS } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { channelId, copyAll, deliver, type Item, lab, openEmpty, person, viewOf } from '../space-story.ts';
import { withRelay } from './relayed.ts';
import {
  agree,
  connect,
  type Device,
  entriesFrom,
  expectEventually,
  kindsOf,
  online,
  receiptsKept,
  type Wire,
} from './wire.ts';

/** Ada and Ben, connected and of one mind. */
const talking = async () => {
  const story = await lab();
  const [ada, ben] = [await online(story.atAda), await online(story.atBen)];
  const wire = connect(ada, ben);
  await wire.quiet();
  return { ...story, ada, ben, wire };
};

const bytesOf = (wire: Wire): number => wire.sent.reduce((sum, { bytes }) => sum + bytes, 0);

describe('[N2] catching up', () => {
  test('a device that has nothing gets everything, governance first', async () => {
    const { ada: adaAccount, atAda, atBen } = await lab();
    for (let i = 0; i < 50; i++) await atAda.post(`from ada ${i}`, channelId(`channel ${i % 7}`));
    await atBen.post('from ben');
    await copyAll(atBen, atAda);
    const ada = await online(atAda);
    const fresh = await online(await openEmpty(atAda, person('ben')));
    const wire = connect(ada, fresh);
    await agree(ada, fresh);
    const logs = entriesFrom(wire, ada).map(({ log }) => log.channel === ada.replica.channels.governance);
    expect(logs.lastIndexOf(true)).toBeLessThan(logs.indexOf(false));
    expect(fresh.replica.governance()?.state.members[adaAccount.account]?.role).toBe('owner');
    expect(ada.heard.problems.concat(fresh.heard.problems)).toEqual([]);
  });

  test('two devices that wrote apart exchange just what each lacks', async () => {
    const { atAda, atBen } = await lab();
    for (let i = 0; i < 5; i++) await atAda.post(`ada ${i}`);
    for (let i = 0; i < 3; i++) await atBen.post(`ben ${i}`);
    const [ada, ben] = [await online(atAda), await online(atBen)];
    const wire = connect(ada, ben);
    await expectEventually(async () => (await ben.texts()).length, 8);
    await agree(ada, ben);
    expect(entriesFrom(wire, ada)).toHaveLength(5);
    expect(entriesFrom(wire, ben)).toHaveLength(3);
  });

  test('goes on where a broken connection stopped', async () => {
    const { atAda, atBen } = await lab();
    for (let i = 0; i < 1500; i++) await atAda.post(`${i} ${'x'.repeat(500)}`);
    const [ada, ben] = [await online(atAda), await online(atBen)];
    const first = connect(ada, ben);
    let frames = 0;
    first.watch(({ kind }) => {
      if (kind === 'entries' && ++frames === 3) first.cut();
    });
    await expectEventually(() => first.reason(), 'lost');
    await first.quiet();
    const half = ben.replica.stateOf(ada.log()).tip.sequence;
    expect(half).toBeLessThan(1500);
    const second = connect(ada, ben);
    await agree(ada, ben);
    expect(entriesFrom(second, ada).length).toBeLessThanOrEqual(1500 - half + LIMITS.batchEntries);
  });
});

describe('[N2] live', () => {
  test('what comes faster than the other side stores it goes together, and other channels do not wait for it', async () => {
    const { ada, ben, wire } = await talking();
    wire.stall(ben, true);
    const before = wire.sent.length;
    for (let i = 0; i < 40; i++) await ada.post(`flood ${i}`, channelId('flooded'));
    await ada.post('beside it', channelId('quiet'));
    const frames = wire.sent.slice(before).flatMap(({ frame }) => (frame?.kind === 'entries' ? [frame] : []));
    expect(frames.filter(({ log }) => log.channel === channelId('flooded'))).toHaveLength(3);
    expect(frames.filter(({ log }) => log.channel === channelId('quiet'))).toHaveLength(1);
    wire.stall(ben, false);
    await agree(ada, ben);
    const sizes = wire.sent
      .slice(before)
      .flatMap(({ frame }) => (frame?.kind === 'entries' ? [frame.entries.length] : []));
    expect(sizes.toSorted((a, b) => b - a).slice(0, 1)).toEqual([37]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(41);
  });

  test('what is written on either side appears on the other, and nothing is sent back', async () => {
    const { ada, ben, wire } = await talking();
    const before = entriesFrom(wire, ada).length + entriesFrom(wire, ben).length;
    await ada.post('hello ben');
    await expectEventually(() => ben.texts(), ['hello ben']);
    ada.clock.ms += 1000;
    await ben.post('hello ada');
    await expectEventually(() => ada.texts(), ['hello ben', 'hello ada']);
    await wire.quiet();
    expect(entriesFrom(wire, ada).length + entriesFrom(wire, ben).length).toBe(before + 2);
  });

  test('not by a relay either, and governance is no exception', async () => {
    const { ada, ben, relay } = await withRelay();
    const wires = [connect(ada, relay), connect(ben, relay)];
    await agree(ada, ben, relay);
    const sent = () => wires.map((wire) => [ada, ben, relay].map((from) => entriesFrom(wire, from).length));
    const [[byAda = 0] = [], [, byBen = 0] = []] = sent();
    await ada.post('hello ben');
    await ada.act({ type: 'space.describe' });
    await expectEventually(() => ben.texts(), ['hello ben']);
    await agree(ada, ben, relay);
    for (const wire of wires) await wire.quiet();
    expect(sent()).toEqual([
      [byAda + 2, 0, 0],
      [0, byBen, 2],
    ]);
  });

  test('an entry that got lost on the way is asked for when the next one shows it', async () => {
    const { ada, ben, wire } = await talking();
    await ada.post('one');
    await expectEventually(() => ben.texts(), ['one']);
    wire.lose(({ kind }) => kind === 'entries');
    await ada.post('two');
    await wire.quiet();
    wire.lose(() => false);
    await ada.post('three');
    await expectEventually(() => ben.texts(), ['one', 'two', 'three']);
    expect(kindsOf(wire, ben).filter((kind) => kind === 'fetch')).toHaveLength(1);
    await agree(ada, ben);
  });

  test('whoever sends what was missing here gets what was held behind it', async () => {
    const { atAda, atBen, atCleo } = await lab();
    for (const text of ['one', 'two', 'three']) await atAda.post(text);
    const [one, two, three] = (await atAda.items()).slice(-3) as [Item, Item, Item];
    await deliver(atBen, [one, three]);
    await deliver(atCleo, [one, two]);
    const [ben, cleo] = [await online(atBen), await online(atCleo)];
    connect(ben, cleo);
    await expectEventually(() => cleo.texts().then((texts) => texts.length), 3);
    await agree(ben, cleo);
    expect(viewOf(cleo)).toEqual(viewOf(atAda));
  });

  test('[N3] whoever has it from elsewhere loses nothing by getting it twice', async () => {
    const { ada, ben, wire, atCleo } = await talking();
    const cleo = await online(atCleo);
    connect(ada, cleo);
    connect(ben, cleo);
    for (let i = 0; i < 5; i++) {
      await ada.post(`ada ${i}`);
      await ben.post(`ben ${i}`);
      await cleo.post(`cleo ${i}`);
    }
    await wire.quiet();
    await agree(ada, ben, cleo);
    expect(await cleo.texts()).toHaveLength(15);
  });
});

describe('[L6] credit', () => {
  test('LIMITS.creditBytes: no more is under way than a slow reader granted', async () => {
    const { atAda, atBen } = await lab();
    for (let i = 0; i < 40; i++)
      await atAda.post('x'.repeat(LIMITS.messageBytes), channelId(`channel ${i % 5}`));
    const [ada, ben] = [await online(atAda), await online(atBen)];
    const wire = connect(ada, ben);
    wire.watch(({ kind }) => {
      if (kind === 'entries') wire.stall(ben, true);
    });
    await expectEventually(() => kindsOf(wire, ada).includes('entries'), true);
    await wire.quiet();
    const granted = (): number =>
      wire.sent.reduce(
        (sum, { frame }) => sum + (frame?.kind === 'credit' ? frame.bytes : 0),
        LIMITS.creditBytes,
      );
    const used = (): number => entriesFrom(wire, ada).reduce((sum, { raw }) => sum + entryWireBytes(raw), 0);
    expect(used()).toBeLessThanOrEqual(granted() + LIMITS.batchBytes);
    expect(entriesFrom(wire, ada).length).toBeLessThan(40);
    wire.watch(() => undefined);
    wire.stall(ben, false);
    await agree(ada, ben);
  });

  test('LIMITS.batchBytes: frames stay near their size, and one larger entry travels alone', async () => {
    const { atAda, atBen } = await lab();
    for (let i = 0; i < 12; i++) await atAda.post('x'.repeat(60_000));
    const [ada, ben] = [await online(atAda), await online(atBen)];
    const wire = connect(ada, ben);
    await agree(ada, ben);
    const frames = wire.sent.filter(({ kind }) => kind === 'entries');
    expect(frames.length).toBeGreaterThan(2);
    for (const { bytes } of frames) expect(bytes).toBeLessThanOrEqual(LIMITS.batchBytes + 101);
  });
});

describe('[N2] coming back with nothing new', () => {
  const CHANNELS = 500;

  /** Everyone has written in every channel, and everyone has everything, receipts included. */
  const settled = async (a: Device, b: Device): Promise<void> => {
    const wire = connect(a, b);
    await agree(a, b);
    await receiptsKept(wire);
    wire.cut();
  };

  const expectOneRoundTrip = async (a: Device, b: Device): Promise<void> => {
    const wire = connect(a, b);
    await expectEventually(() => a.session(b).isLive() && b.session(a).isLive(), true);
    await wire.quiet();
    expect(kindsOf(wire)).toEqual(['hello', 'hello']);
    expect(bytesOf(wire)).toBeLessThanOrEqual(2048);
    wire.cut();
  };

  test('costs one round trip and at most 2 KB with 500 channels, between members and at a relay', {
    timeout: 60_000,
  }, async () => {
    const { atAda, atBen } = await lab();
    const atRelay = person('relay');
    await atAda.act({ type: 'relay.list', device: atRelay.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
    for (let i = 0; i < CHANNELS; i++) {
      await atAda.post('from ada', channelId(`channel ${i}`));
      await atBen.post('from ben', channelId(`channel ${i}`));
    }
    const [ada, ben] = [await online(atAda), await online(atBen)];
    const relay = await online(await openEmpty(atAda, atRelay), { role: 'relay' });
    await settled(ada, ben);
    await settled(ada, relay);
    await settled(ben, relay);
    // Ada hears from the relay what Ben told it about her logs, once.
    await settled(ada, relay);
    expect(ada.replica.frontier.visibleHeads().length).toBeGreaterThan(2 * CHANNELS);
    await expectOneRoundTrip(ada, ben);
    await expectOneRoundTrip(ada, relay);
    await expectOneRoundTrip(ben, relay);
  });
});
