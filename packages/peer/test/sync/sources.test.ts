import { afterEach, describe, expect, test, vi } from 'vitest';
import { channelId, copyAll, lab, openEmpty, person } from '../space-story.ts';
import { withRelay } from './relayed.ts';
import {
  agree,
  connect,
  createWire,
  type Device,
  entriesFrom,
  expectEventually,
  kindsOf,
  online,
  type Wire,
} from './wire.ts';

/** Ada's and Ben's space with two relays; both have all of it, and Ada's laptop nothing. */
const twoRelays = async (channels: number) => {
  const story = await withRelay();
  const second = person('second relay');
  await story.ada.act({ type: 'relay.list', device: second.device, addresses: ['/ip4/127.0.0.1/tcp/4002'] });
  for (let i = 0; i < channels; i++) {
    await story.ada.post(`ada ${i}`, channelId(`channel ${i}`));
    if (i % 2 === 0) await story.ada.post(`more ${i}`, channelId(`channel ${i}`));
  }
  const other = await online(await openEmpty(story.ada, second), { role: 'relay' });
  for (const relay of [story.relay, other]) await copyAll(story.ada, relay);
  const fresh = await online(await openEmpty(story.ada, story.adasLaptop.who));
  return { ...story, relays: [story.relay, other] as [Device, Device], fresh };
};

/** Which entries came to a device over these wires, by log and place, and how often each. */
const arrivals = (to: Device, wires: readonly Wire[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const wire of wires)
    for (const { from, frame } of wire.sent) {
      if (from === to.who.device || frame?.kind !== 'entries') continue;
      for (const entry of frame.entries) {
        const key = Buffer.from(entry.header).toString('hex');
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  return counts;
};

afterEach(() => {
  vi.useRealTimers();
});

describe('[N2] several sources', () => {
  test('share the work, and nothing is fetched twice', async () => {
    const { fresh, relays } = await twoRelays(60);
    const wires = relays.map((relay) => connect(fresh, relay));
    await agree(fresh, ...relays);
    for (const wire of wires) await wire.quiet();
    expect(Math.max(...arrivals(fresh, wires).values())).toBe(1);
    const shares = relays.map((relay, i) => entriesFrom(wires[i] as Wire, relay).length);
    expect(Math.min(...shares)).toBeGreaterThan(20);
    expect(fresh.heard.problems).toEqual([]);
  });

  test('share one long log too, and what comes ahead of the rest waits for it', async () => {
    const { fresh, relays, ada } = await twoRelays(0);
    for (let i = 0; i < 1_040; i++) await ada.post(`line ${i}`);
    for (const relay of relays) await copyAll(ada, relay);
    const wires = relays.map((relay) => connect(fresh, relay));
    await agree(fresh, ...relays);
    for (const wire of wires) await wire.quiet();
    expect(Math.max(...arrivals(fresh, wires).values())).toBe(1);
    const shares = relays.map((relay, i) => entriesFrom(wires[i] as Wire, relay).length);
    expect(Math.min(...shares)).toBeGreaterThan(10);
    expect(wires.flatMap((wire) => kindsOf(wire, fresh))).not.toContain('want');
    expect(fresh.heard.problems).toEqual([]);
  });

  test('a slow one is passed by, for what is there and for what is new', async () => {
    const { fresh, relays, ada } = await twoRelays(30);
    const [slow, fast] = relays.map((relay) => createWire(fresh.who.device, relay.who.device)) as [
      Wire,
      Wire,
    ];
    slow.slow(300);
    for (const [i, wire] of [slow, fast].entries()) {
      fresh.exchange.onChannel(wire.end(fresh));
      const relay = relays[i] as Device;
      relay.exchange.onChannel(wire.end(relay));
    }
    await agree(fresh, ...relays);
    const adas = relays.map((relay) => connect(ada, relay));
    for (const wire of [slow, fast, ...adas]) await wire.quiet();
    await ada.post('new');
    await agree(fresh, ...relays);
    await slow.quiet();
    expect(entriesFrom(slow, relays[0])).toEqual([]);
    expect((await fresh.texts()).at(-1)).toBe('new');
  });

  test('what is new comes from one of them, once, and from the other where that one is gone', async () => {
    const { fresh, relays, ada } = await twoRelays(3);
    const wires = relays.map((relay) => connect(fresh, relay));
    const adas = relays.map((relay) => connect(ada, relay));
    await agree(fresh, ada, ...relays);
    for (const wire of [...wires, ...adas]) await wire.quiet();
    for (let i = 0; i < 5; i++) await ada.post(`new ${i}`);
    await agree(fresh, ada, ...relays);
    for (const wire of wires) await wire.quiet();
    expect(Math.max(...arrivals(fresh, wires).values())).toBe(1);
    wires[0]?.cut();
    for (let i = 0; i < 5; i++) await ada.post(`newer ${i}`);
    await agree(fresh, ada, ...relays);
    expect(Math.max(...arrivals(fresh, wires).values())).toBe(1);
  });

  test('one that keeps back what it has is left for the other', async () => {
    const { fresh, relays, ada } = await twoRelays(3);
    const wires = relays.map((relay) => connect(fresh, relay));
    const adas = relays.map((relay) => connect(ada, relay));
    await agree(fresh, ada, ...relays);
    for (const wire of [...wires, ...adas]) await wire.quiet();
    // The first sends what is new by itself, as it was asked to; now it doesn't.
    wires[0]?.lose(({ from }) => from === relays[0].who.device);
    await ada.post('kept back');
    await expectEventually(async () => (await fresh.texts()).includes('kept back'), true);
  });

  test('one that goes away in the middle leaves nothing behind', async () => {
    const { fresh, relays } = await twoRelays(60);
    const wires = relays.map((relay) => connect(fresh, relay));
    let frames = 0;
    wires[0]?.watch(({ kind, from }) => {
      if (kind === 'entries' && from === relays[0].who.device && ++frames === 10) wires[0]?.cut();
    });
    await agree(fresh, relays[1]);
    expect(frames).toBe(10);
    expect(await fresh.texts()).toEqual(await relays[1].texts());
  });

  test('a relay that comes back empty takes each entry from one of those who have it', async () => {
    const { relay, ada, ben } = await withRelay();
    for (let i = 0; i < 40; i++) await ada.post(`ada ${i}`, channelId(`channel ${i}`));
    await copyAll(ada, ben);
    const wires = [ada, ben].map((each) => connect(each, relay));
    await agree(ada, ben, relay);
    for (const wire of wires) await wire.quiet();
    expect(Math.max(...arrivals(relay, wires).values())).toBe(1);
  });
});

describe('[N2] a side that lied for a while', () => {
  /** Ada and Ben; what Ada writes goes astray until she mends her ways. */
  const astray = async (spoil: (wire: Wire) => void) => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout'] });
    const { atAda, atBen } = await lab();
    const [ada, ben] = [await online(atAda), await online(atBen)];
    const wire = connect(ada, ben);
    await wire.quiet();
    spoil(wire);
    await ada.post('lost');
    await wire.quiet();
    expect(await ben.texts()).toEqual([]);
    wire.lose(() => false);
    return { ada, ben, wire };
  };

  test('what it kept back is found missing by itself, on the connection on which that was', async () => {
    const { ada, ben, wire } = await astray((it) => it.lose(({ kind }) => kind === 'entries'));
    vi.advanceTimersByTime(16_000);
    await expectEventually(() => ben.texts(), ['lost']);
    await agree(ada, ben);
    // Now that both agree, nobody asks again.
    for (let i = 0; i < 3; i++) {
      await wire.quiet();
      vi.advanceTimersByTime(30_000);
    }
    await wire.quiet();
    const before = wire.sent.length;
    vi.advanceTimersByTime(3_600_000);
    await wire.quiet();
    expect(wire.sent.length).toBe(before);
  });
});
