/** What joining takes, by whatever link: where to ask, and waiting until somebody lets us in. */
import { type DeviceId, type Governance, LIMITS } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';

/** Where a joiner asks: the relays, or in a space without any this device itself. */
export const placesToAsk = (
  client: Client,
  governance: Governance,
): { device: DeviceId; addresses: string[] }[] => {
  const relays = Object.values(governance.state.relays).map(({ device, addresses }) => ({
    device,
    addresses,
  }));
  if (relays.length > 0) return relays;
  const addresses = (client.network()?.addresses() ?? []).slice(0, LIMITS.relayAddresses);
  return addresses.length === 0 ? [] : [{ device: client.self.device, addresses }];
};

/** Waits until a join has come to its end, or the time or the caller is up. */
export const waitForEntry = async (
  context: PeerContext,
  space: Space,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> => {
  const isOver = (): boolean => space.summary().state !== 'waiting';
  if (isOver()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  const stop = context.subscribe((event) => {
    if ((event.type === 'spaces' || event.type === 'space') && isOver()) resolve();
  });
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  stop();
};
