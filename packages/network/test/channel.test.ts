import { LIMITS } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { codeOf, numbered, numberOf, people, person } from './story.ts';

test('two devices exchange frames in order, over TCP', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const toBen = await ada.network.connect(ben.device, ben.network.addresses());
  const toAda = await ben.channel();
  for (let i = 0; i < 50; i++) {
    toBen.send(numbered(i));
    toAda.send(numbered(1000 + i, 100_000));
  }
  await Promise.all([ben.received(50), ada.received(50)]);
  expect(ben.frames.map(numberOf)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(ada.frames.map(numberOf)).toEqual(Array.from({ length: 50 }, (_, i) => 1000 + i));
  expect(ada.frames.every((frame) => frame.length === 100_000)).toBe(true);
  expect([toBen.outbound, toAda.outbound]).toEqual([true, false]);
  expect([toBen.device, toAda.device]).toEqual([ben.device, ada.device]);
});

test('[N1] they do so over WebSocket too', async () => {
  const ada = await person('ada');
  const ben = await person('ben', { listen: ['/ip4/127.0.0.1/tcp/0/ws'] });
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  expect(channel.remoteAddress).toContain('/ws');
  channel.send(numbered(7));
  await ben.received(1);
  expect(ben.frames.map(numberOf)).toEqual([7]);
});

test('10,000 small frames arrive whole and in order, few writes carry them', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  for (let i = 0; i < 10_000; i++) if (!channel.send(numbered(i, 200))) await channel.drained();
  await ben.received(10_000);
  expect(ben.frames.every((frame, i) => numberOf(frame) === i && frame.length === 200)).toBe(true);
});

test('a frame of the largest size arrives, a larger one or an empty one is refused on sending', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  const largest = new Uint8Array(LIMITS.frameBytes).fill(5);
  channel.send(largest);
  await ben.received(1);
  expect(Buffer.compare(ben.frames[0] as Uint8Array, largest)).toBe(0);
  expect(() => channel.send(new Uint8Array(LIMITS.frameBytes + 1))).toThrow(
    expect.objectContaining({ code: 'TOO_LARGE' }),
  );
  expect(() => channel.send(new Uint8Array(0))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});

test('[L6] a slow reader holds the sender back, whose queue stays bounded, and nothing is lost', async () => {
  const reading = Promise.withResolvers<void>();
  const numbers: number[] = [];
  const finished = Promise.withResolvers<void>();
  const ben = await person('ben', {
    onChannel: (channel) =>
      channel.onFrame(async (frame) => {
        await reading.promise;
        numbers.push(numberOf(frame));
        if (numbers.length === 400) finished.resolve();
      }),
  });
  const ada = await person('ada');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  let sent = 0;
  // Until the queue no longer empties: all that transport, window and the reader's buffers hold is out by then.
  while (channel.send(numbered(sent++, 64 * 1024)) || (await settles(channel.drained(), 300)));
  expect(sent * 64 * 1024).toBeLessThan(LIMITS.sendQueueSoftBytes + LIMITS.streamWindowBytes * 4);
  reading.resolve();
  while (sent < 400) if (!channel.send(numbered(sent++, 64 * 1024))) await channel.drained();
  await finished.promise;
  expect(numbers).toEqual(Array.from({ length: 400 }, (_, i) => i));
});

const settles = (work: Promise<void>, ms: number): Promise<boolean> =>
  Promise.race([work.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, ms, false))]);

test('[L6] past the hard limit sending throws NETWORK_QUEUE_FULL and the channel is given up', async () => {
  const ben = await person('ben', {
    onChannel: (channel) => channel.onFrame(() => new Promise(() => undefined)),
  });
  const ada = await person('ada');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  const frame = new Uint8Array(1024 * 1024);
  let code = 'none';
  for (let i = 0; i < 64 && code === 'none'; i++) {
    try {
      channel.send(frame);
    } catch (error) {
      code = (error as { code: string }).code;
    }
  }
  expect(code).toBe('NETWORK_QUEUE_FULL');
  expect((await channel.closed).reason).toBe('NETWORK_QUEUE_FULL');
  expect(await codeOf(channel.drained())).toBe('CHANNEL_CLOSED');
});

test('what was queued before close still arrives, and both sides learn of the end', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  const other = await ben.channel();
  for (let i = 0; i < 500; i++) channel.send(numbered(i, 2000));
  await channel.close();
  expect((await other.closed).reason).toBe('remote');
  expect((await channel.closed).reason).toBe('closed');
  expect(ben.frames.map(numberOf)).toEqual(Array.from({ length: 500 }, (_, i) => i));
  expect(() => channel.send(numbered(1))).toThrow(expect.objectContaining({ code: 'CHANNEL_CLOSED' }));
});

test('a handler that throws closes its channel, and a new one can be opened', async () => {
  let isFirst = true;
  const ben = await person('ben', {
    onChannel: (channel) => {
      const fails = isFirst;
      isFirst = false;
      channel.onFrame(() => {
        if (fails) throw new Error('no');
        channel.send(numbered(2));
      });
    },
  });
  const ada = await person('ada');
  const first = await ada.network.connect(ben.device, ben.network.addresses());
  first.send(numbered(1));
  await first.closed;
  const second = await ada.network.connect(ben.device, ben.network.addresses());
  second.send(numbered(1));
  await ada.received(1);
  expect(second).not.toBe(first);
});

test('connect reuses the channel that is there, from either side', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const [one, two] = await Promise.all([
    ada.network.connect(ben.device, ben.network.addresses()),
    ada.network.connect(ben.device, ben.network.addresses()),
  ]);
  expect(one).toBe(two);
  expect(await ben.network.connect(ada.device, ada.network.addresses())).toBe(ben.channels[0]);
  expect([ada.channels.length, ben.channels.length]).toEqual([1, 1]);
});

test('both opening at once settle on the stream of the lower device, on both sides', async () => {
  for (let round = 0; round < 10; round++) {
    const { ada, ben } = await people(`ada${round}`, `ben${round}`).then((both) => {
      const [first, second] = Object.values(both);
      return { ada: first as NonNullable<typeof first>, ben: second as NonNullable<typeof second> };
    });
    const [fromAda, fromBen] = await Promise.all([
      ada.network.connect(ben.device, ben.network.addresses()),
      ben.network.connect(ada.device, ada.network.addresses()),
    ]);
    fromAda.send(numbered(1));
    fromBen.send(numbered(2));
    await Promise.all([ada.received(1), ben.received(1)]);
    expect(fromAda.outbound).toBe(!fromBen.outbound);
    expect(fromAda.outbound).toBe(ada.device < ben.device);
  }
});

test('however the two openings cross, and after whatever ending, one channel remains and both use it', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  for (let round = 0; round < 60; round++) {
    // Delays that meet in every phase of dialling, greeting and answering.
    const [adaWaits, benWaits] = [(round * 7) % 12, (round * 5) % 12];
    await Promise.all([
      later(adaWaits).then(() => ada.network.connect(ben.device, ben.network.addresses())),
      later(benWaits).then(() => ben.network.connect(ada.device, ada.network.addresses())),
    ]);
    ada.channels.at(-1)?.send(numbered(round));
    ben.channels.at(-1)?.send(numbered(round));
    await Promise.all([ada.received(round + 1), ben.received(round + 1)]);
    if (round % 3 === 0) await ada.network.disconnect(ben.device);
    else if (round % 3 === 1) await ben.channels.at(-1)?.close();
    else await Promise.all([ada.network.disconnect(ben.device), ben.network.disconnect(ada.device)]);
  }
  expect(ada.frames.map(numberOf)).toEqual(ben.frames.map(numberOf));
});
