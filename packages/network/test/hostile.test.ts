import { randomBytes } from 'node:crypto';
import { LIMITS } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { encodeGreeting } from '../src/channel/greeting.ts';
import { ended, framed, rawPeer } from './raw-peer.ts';
import type { Person } from './story.ts';
import { numbered, people, person } from './story.ts';

const greeting = () =>
  framed(
    encodeGreeting({
      instance: new Uint8Array(16).fill(9),
      opening: 1,
      metInstance: new Uint8Array(16),
      seenOpening: 0,
    }),
  );

/** Ada talks to Ben; then Mallory sends Ada something. */
const withMallory = async (
  bytes: Uint8Array,
  options: { greets: boolean },
): Promise<{ ada: Person; ben: Person; code: string }> => {
  const { ada, ben } = await people('ada', 'ben');
  const channel = await ben.network.connect(ada.device, ada.network.addresses());
  const mallory = await rawPeer('mallory');
  const stream = await mallory.openStream(ada.network.addresses()[0] ?? '');
  const streamEnded = ended(stream);
  if (options.greets) stream.send(greeting());
  stream.send(bytes);
  const event = await ada.saw(({ kind }) => kind === 'misbehaved');
  await streamEnded;
  expect(event).toMatchObject({ device: mallory.device });
  channel.send(numbered(1));
  await ada.received(1);
  return { ada, ben, code: event.kind === 'misbehaved' ? event.code : '' };
};

test('[L6] a frame that claims more than the limit closes only its channel, as FRAME_OVERSIZED', async () => {
  const { ada, code } = await withMallory(framed(Uint8Array.of(1), LIMITS.frameBytes + 1), { greets: true });
  expect(code).toBe('FRAME_OVERSIZED');
  expect(ada.frames).toHaveLength(1);
});

test('an empty frame closes only its channel, as FRAME_INVALID', async () => {
  expect((await withMallory(framed(new Uint8Array(0)), { greets: true })).code).toBe('FRAME_INVALID');
});

test('garbage instead of a greeting closes only its channel', async () => {
  const { code } = await withMallory(framed(randomBytes(45)), { greets: false });
  expect(code).toBe('FRAME_INVALID');
});

test('random bytes close only their channel', async () => {
  const { code } = await withMallory(Uint8Array.from(randomBytes(5000)).fill(255, 0, 4), { greets: false });
  expect(code).toBe('FRAME_OVERSIZED');
});

test('a stream that ends inside a frame counts as garbage', async () => {
  const ada = await person('ada');
  const mallory = await rawPeer('mallory');
  const stream = await mallory.openStream(ada.network.addresses()[0] ?? '');
  stream.send(greeting());
  await ada.channel();
  stream.send(framed(new Uint8Array(10), 20));
  await stream.close();
  expect(await ada.saw(({ kind }) => kind === 'misbehaved')).toMatchObject({ code: 'FRAME_INVALID' });
  expect(await ada.saw(({ kind }) => kind === 'channel-closed')).toMatchObject({ reason: 'FRAME_INVALID' });
});

test('a device that keeps breaking the protocol is refused for a while', async () => {
  const ada = await person('ada');
  const mallory = await rawPeer('mallory');
  const closed = new Promise((resolve) =>
    mallory.node.addEventListener('connection:close', resolve, { once: true }),
  );
  for (let strike = 1; strike <= LIMITS.strikes; strike++) {
    const stream = await mallory.openStream(ada.network.addresses()[0] ?? '');
    stream.send(framed(randomBytes(7)));
    await ada.saw((event) => event.kind === 'misbehaved' && event.strikes === strike);
  }
  await closed;
  const again = mallory.openStream(ada.network.addresses()[0] ?? '').catch(() => undefined);
  expect(await ada.saw(({ kind }) => kind === 'refused')).toMatchObject({ reason: 'not-admitted' });
  expect((await again)?.status).not.toBe('open');
  expect(ada.network.connections()).toEqual([]);
});

test('a peer that never greets loses its stream', { timeout: LIMITS.greetingMs * 3 }, async () => {
  const ada = await person('ada');
  const mallory = await rawPeer('mallory');
  const stream = await mallory.openStream(ada.network.addresses()[0] ?? '');
  await ended(stream);
  expect(ada.channels).toEqual([]);
});

test('identify tells neither versions nor names', async () => {
  const ada = await person('ada');
  const mallory = await rawPeer('mallory');
  const identified = new Promise((resolve) =>
    mallory.node.addEventListener('peer:identify', resolve, { once: true }),
  );
  await mallory.openStream(ada.network.addresses()[0] ?? '');
  await identified;
  expect(mallory.identified[0]?.agentVersion).toBe('plexi/1');
});
