import { utf8 } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { withGuest } from './guest.ts';
import { connect, type Device, expectEventually } from './wire.ts';

const kindsFrom = (wire: ReturnType<typeof connect>, { who }: Device): (string | undefined)[] =>
  wire.sent.flatMap(({ from, frame }) => (from === who.device ? [frame?.kind] : []));

test('[K6] a scoped member is told nothing in passing of what members say among themselves', async () => {
  const { ada, guest } = await withGuest();
  const wire = connect(ada, guest);
  await expectEventually(() => guest.texts(), ['in the hall']);
  ada.exchange.say(ada.replica.space, utf8('among members'));
  guest.exchange.say(guest.replica.space, utf8('to everybody'));
  await expectEventually(() => ada.heard.words, [`${guest.who.device} to everybody`]);
  await wire.quiet();
  expect(guest.heard.words).toEqual([]);
  expect(kindsFrom(wire, ada)).not.toContain('ephemeral');
});

test('[K6] a scoped member has the registers of scoped members alone', async () => {
  const { ada, guest } = await withGuest();
  const write = async (at: Device, text: string) => {
    const self = { device: at.who.device, secretKey: at.who.deviceSeed };
    at.exchange.spread(at.replica.space, await at.registerBook.write('status', utf8(text), self));
  };
  const held = (at: Device, of: Device) => at.registerBook.get(of.who.device, 'status') !== undefined;
  const wire = connect(ada, guest);
  await expectEventually(() => guest.texts(), ['in the hall']);
  await write(ada, 'among members');
  await write(guest, 'to everybody');
  await expectEventually(() => held(ada, guest), true);
  await wire.quiet();
  wire.cut();
  const again = connect(ada, guest);
  await again.quiet();
  expect(held(guest, ada)).toBe(false);
  expect([...kindsFrom(wire, ada), ...kindsFrom(again, ada)]).not.toContain('register');
});
