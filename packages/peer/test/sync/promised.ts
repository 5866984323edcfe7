/** A relay that signed for what Ada wrote, and comes back with what its disk still has. */
import { readHolding } from '@plexi/protocol';
import { copyAll, deliver, lab, openEmpty, person, primitives } from '../space-story.ts';
import { agree, connect, type Device, expectEventually, online, type Wire } from './wire.ts';

/** Ada wrote three lines, and the relay signed for them. */
export const promised = async () => {
  const story = await lab();
  const { atAda, atBen } = story;
  const atRelay = person('relay');
  await atAda.act({ type: 'relay.list', device: atRelay.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
  await copyAll(atAda, atBen);
  const [ada, ben] = [await online(atAda), await online(atBen)];
  const relay = await online(await openEmpty(atAda, atRelay), { role: 'relay' });
  const wire = connect(ada, relay);
  for (const text of ['one', 'two', 'three']) await ada.post(text);
  await expectEventually(() => heldBy(ada, relay), 3);
  await agree(ada, relay);
  await wire.quiet();
  wire.cut();
  return { ...story, ada, ben, relay, atRelay };
};

export const heldBy = (ada: Device, relay: { who: Device['who'] }): number | undefined =>
  ada.receipts
    .of(ada.replica.stateOf(ada.log()).logId)
    .find(({ receipt }) => receipt.holder === relay.who.device)?.receipt.sequence;

/** The relay as it comes back: with what its disk still has, of Ada's lines the first so many. */
export const backWith = async (
  { ada, atRelay }: { ada: Device; atRelay: Device['who'] },
  lines: number,
  options: Parameters<typeof online>[1] = {},
): Promise<Device> => {
  const holder = await openEmpty(ada, atRelay);
  const [log, items] = [ada.log(), await ada.items()];
  const mine = items.filter((item) => item.log.channel === log.channel);
  const others = items.filter((item) => item.log.channel !== log.channel);
  await deliver(holder, [...others, ...mine.slice(0, lines)]);
  return online(holder, { role: 'relay', ...options });
};

export const brokenAt = (ada: Device) => ada.receipts.broken.list();
export const holdingsOn = (wire: Wire) =>
  wire.sent.flatMap(({ frame }) =>
    frame?.kind === 'holding' ? frame.holdings.map((bytes) => readHolding(primitives, bytes)) : [],
  );

/** The relay signs that it has what Ada has. */
export const sayWhatIsThere = async (ada: Device, relay: Device): Promise<void> => {
  const said = ada.heard.digests.length;
  ada.session(relay).send({ kind: 'ask-digest' });
  await expectEventually(() => ada.heard.digests.length > said, true);
};
