/** [K6] Writing the shares that are owed: what several devices lack alike is sealed once, and what is much goes in parts. */
import { type ChannelId, type DeviceId, type EpochId, LIMITS, type Primitives } from '@plexi/protocol';
import { encodeKeyMessage, type Share } from './message.ts';
import type { OwedShare } from './share-book.ts';
import { type ShareContents, sealShare } from './shares.ts';

interface Lot {
  scopes: ChannelId[];
  epochs: EpochId[];
  readers: { device: DeviceId; boxKey: Uint8Array }[];
}

const parts = <Item>(items: readonly Item[], size: number): Item[][] => {
  const some: Item[][] = [];
  for (let at = 0; at < items.length; at += size) some.push(items.slice(at, at + size));
  return some;
};

/** Puts together the scopes of which a device lacks the same epochs, and then the devices that lack the same. */
const lotsOf = (owed: readonly OwedShare[]): Lot[] => {
  const ofDevice = new Map<string, Lot>();
  for (const { device, boxKey, scope, epochs } of owed) {
    const key = `${device} ${epochs.join()}`;
    const lot = ofDevice.get(key) ?? { scopes: [], epochs, readers: [{ device, boxKey }] };
    lot.scopes.push(scope);
    ofDevice.set(key, lot);
  }
  const lots = new Map<string, Lot>();
  for (const { scopes, epochs, readers } of ofDevice.values()) {
    const key = `${scopes.sort().join()} ${epochs.join()}`;
    const lot = lots.get(key) ?? { scopes, epochs, readers: [] };
    lot.readers.push(...readers);
    lots.set(key, lot);
  }
  return [...lots.values()];
};

/** Parts of a lot that each fit into a share. */
const contentsOf = ({ scopes, epochs, readers }: Lot): ShareContents[] =>
  parts(readers, LIMITS.devicesPerSealing).flatMap((someReaders) =>
    parts(scopes, LIMITS.shareScopes).flatMap((someScopes) =>
      parts(epochs, Math.floor(LIMITS.shareSecrets / someScopes.length)).map((someEpochs) => ({
        scopes: someScopes,
        epochs: someEpochs,
        readers: someReaders,
      })),
    ),
  );

/** The messages that give what is owed; of very much, some now and the rest when these are in the log. */
export const shareMessages = (
  primitives: Primitives,
  owed: readonly OwedShare[],
  derive: (epoch: EpochId, scope: ChannelId) => Uint8Array | undefined,
): Uint8Array[] => {
  const contents = lotsOf(owed).flatMap(contentsOf);
  const shares: Share[] = [];
  let bytes = 0;
  const messages: Share[][] = [];
  for (const content of contents) {
    const share = sealShare(primitives, content, derive);
    if (share === undefined) continue;
    const size =
      share.sealed.length + 32 * (share.epochs.length + share.scopes.length + share.devices.length);
    if (shares.length === LIMITS.shares || bytes + size > LIMITS.batchBytes) {
      messages.push(shares.splice(0));
      bytes = 0;
      if (messages.length === LIMITS.shareMessages) break;
    }
    shares.push(share);
    bytes += size;
  }
  if (shares.length > 0) messages.push(shares);
  return messages
    .filter((some) => some.length > 0)
    .slice(0, LIMITS.shareMessages)
    .map((some) => encodeKeyMessage({ type: 'shares', shares: some }));
};
