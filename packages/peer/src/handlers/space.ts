/** space.*: founding, listing and joining spaces. */

import { deviceInAddress } from '@plexi/network';
import type { Handlers } from '@plexi/operations';
import { type DeviceId, plexiError } from '@plexi/protocol';
import { relayStates } from '../client/status.ts';
import type { PeerContext } from './context.ts';
import { waitForEntry } from './joining.ts';
import { findSpace, findWritable } from './lookup.ts';

/** Groups addresses by the relay that they lead to. Throws ADDRESS_INVALID. */
const readRelays = (addresses: readonly string[]): { device: DeviceId; addresses: string[] }[] => {
  const relays = new Map<DeviceId, string[]>();
  for (const address of addresses) {
    const device = deviceInAddress(address);
    if (device === undefined)
      throw plexiError('ADDRESS_INVALID', { detail: 'a relay address ends in /p2p/…' });
    relays.set(device, [...(relays.get(device) ?? []), address]);
  }
  return [...relays].map(([device, of]) => ({ device, addresses: of }));
};

export const spaceHandlers = (context: PeerContext) =>
  ({
    'space.create': async ({ name, relay }) => {
      const client = await context.client();
      if (client.summaries()?.some((space) => space.name === name) === true) throw plexiError('NAME_TAKEN');
      const relays = readRelays(relay.length > 0 ? relay : context.defaultRelays);
      const space = await client.found({ name, relays });
      return space.summary();
    },
    'space.join': async ({ link, timeout, as }, caller) => {
      const client = await context.client();
      const space = await client.join(link, as);
      await waitForEntry(context, space, timeout * 1000, caller.signal);
      const summary = space.summary();
      if (summary.problem !== undefined) throw plexiError(summary.problem.code as never);
      return summary;
    },
    'space.rename': async ({ space: spaceName, name }) => {
      const { client, space } = await findWritable(context, spaceName);
      if (space.small !== undefined) throw plexiError('NOT_ALLOWED', { detail: 'rename the channel' });
      if (client.summaries()?.some((it) => it.name === name && it.id !== space.id) === true)
        throw plexiError('NAME_TAKEN');
      await space.act({ type: 'space.describe' }, name);
      return space.summary();
    },
    'space.relay': async ({ space: name, relay }) => {
      const { client, space } = await findWritable(context, name);
      for (const listing of readRelays(relay)) {
        const known = space.governance().state.relays[listing.device]?.addresses ?? [];
        const isNews = known.join(' ') !== listing.addresses.join(' ');
        if (isNews) await space.act({ type: 'relay.list', ...listing });
      }
      return relayStates(client, space);
    },
    'space.show': async ({ space: name }) => {
      const { space } = await findSpace(context, name);
      const governance = space.governance();
      const { projectGovernance } = await import('@plexi/protocol/governance-document');
      const owner = Object.values(governance.state.members).find((member) => member.role === 'owner');
      return {
        ...space.summary(),
        owner: owner === undefined ? '' : space.words.account(owner.account),
        suite: space.keys.suite(),
        epoch: space.keys.epochNumber(),
        devicesWithKeys: space.keys.roster().length,
        governanceHeads: [...projectGovernance(governance).heads],
        acts: governance.accepted.length,
      };
    },
  }) satisfies Handlers;
