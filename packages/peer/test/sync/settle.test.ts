import { expect, test } from 'vitest';
import { settle } from '../../src/client/settle.ts';
import { withRelay } from './relayed.ts';
import { connect, type Device, expectEventually, online } from './wire.ts';

/** What a device's client looks like to whoever waits for it to be settled. */
const clientOf = (
  { exchange, replica, receipts, who }: Device,
  looked: () => void,
): Parameters<typeof settle>[0] =>
  ({
    self: { account: who.account, device: who.device },
    exchange,
    files: () => ({ isPushing: () => false }),
    small: { isBusy: () => false },
    spaces: () => {
      looked();
      const { space: id } = replica;
      return [{ id, replica, receipts, joining: { link: () => undefined }, words: {}, small: undefined }];
    },
    connections: () => ({ firstTry: async () => undefined }),
  }) as never;

test('[N5] a relay is waited for whose session has not begun yet, however long that takes', async () => {
  const { relay, ben } = await withRelay();
  const opening = Promise.withResolvers<void>();
  const slow: Device = await online(ben, {
    space: async () => {
      await opening.promise;
      return slow;
    },
  });
  await slow.post('on its way');
  connect(slow, relay);
  let [looks, isSettled] = [0, false];
  const client = clientOf(slow, () => {
    looks++;
  });
  const settling = settle(client, 20_000).then(() => {
    isSettled = true;
  });
  await expectEventually(() => isSettled || looks >= 3, true);
  expect(isSettled).toBe(false);
  opening.resolve();
  await settling;
  expect(relay.replica.frontier.get(slow.log())?.tip.sequence).toBe(1);
  expect(slow.receipts.by(relay.who.device).length).toBeGreaterThan(0);
});
