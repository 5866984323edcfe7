/** device.*: the devices of this account, over all its spaces [G8]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Device, Handlers } from '@plexi/operations';
import {
  cutoffsFor,
  type DeviceId,
  isCertifiedAfter,
  isLocalOnly,
  isPlexiError,
  plexiError,
  readCertificate,
} from '@plexi/protocol';
import { EVERYWHERE } from '../account-state/item.ts';
import type { Client } from '../client/client.ts';
import { isOrdinary } from '../client/reach.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { waitForEntry } from './joining.ts';
import { fingerprintOf } from './lookup.ts';
import { adoptInto, inviteOwnDevices } from './own-devices.ts';

const ownDevices = (client: Client, space: Space) =>
  space.replica.governance()?.state.members[client.self.account]?.devices ?? {};

const nameOf = (client: Client, device: string): { name?: string } => {
  const name = client.awareness.account.get(EVERYWHERE, 'device', device);
  return name === undefined ? {} : { name };
};

const listDevices = (client: Client): Device[] => {
  const devices = new Map<DeviceId, Device>();
  const own = readCertificate(primitives, client.self.certificate);
  for (const space of client.spaces()) {
    for (const [id, { certificate }] of Object.entries(ownDevices(client, space))) {
      const device = devices.get(id as DeviceId) ?? {
        device: id,
        fingerprint: fingerprintOf(id),
        since: new Date(certificate.issuedAt).toISOString(),
        ...nameOf(client, id),
        self: id === client.self.device,
        removable: isCertifiedAfter(own, certificate),
        spaces: [],
      };
      if (isOrdinary(space)) device.spaces.push(space.summary().name);
      devices.set(id as DeviceId, device);
    }
  }
  return [...devices.values()].sort((a, b) => (a.since < b.since ? -1 : 1));
};

const findDevice = (client: Client, name: string): Device => {
  const all = listDevices(client);
  const called = all.filter((device) => device.name === name);
  const found =
    called.length > 0 ? called : all.filter(({ device }) => device.startsWith(name.toLowerCase()));
  const [first] = found;
  if (first === undefined) throw plexiError('NOT_FOUND', { detail: 'device' });
  if (found.length > 1) throw plexiError('AMBIGUOUS_NAME', { detail: 'device' });
  return first;
};

export const deviceHandlers = (context: PeerContext) =>
  ({
    'device.list': async () => listDevices(await context.client()),
    'device.link': async ({ days }) => {
      const client = await context.client();
      const { invites, link, expires } = await inviteOwnDevices(context, client, { days, uses: 1 });
      if (link === undefined) throw plexiError('NOT_FOUND', { detail: 'a space to bring a device into' });
      return {
        link,
        spaces: invites.length,
        expires: new Date(expires).toISOString(),
        localOnly: invites.every(isLocalOnly),
      };
    },
    'device.adopt': async ({ link: text, timeout }, caller) => {
      const client = await context.client();
      const joined = await adoptInto(context, client, text);
      await Promise.all(joined.map((space) => waitForEntry(context, space, timeout * 1000, caller.signal)));
      return joined.map((space) => space.summary());
    },
    'device.name': async ({ device: named, name }) => {
      const client = await context.client();
      const { device } = findDevice(client, named);
      await client.awareness.account.set(EVERYWHERE, 'device', device, name === '' ? undefined : name);
      return findDevice(client, device);
    },
    'device.remove': async ({ device: name }) => {
      const client = await context.client();
      const { device: id, self, removable } = findDevice(client, name);
      const device = id as DeviceId;
      if (self) throw plexiError('OWN_DEVICE');
      if (!removable) throw plexiError('DEVICE_NEWER');
      const spaces: string[] = [];
      const kept: { space: string; reason: string }[] = [];
      for (const space of client.spaces().filter((it) => ownDevices(client, it)[device] !== undefined)) {
        const { name: spaceName } = space.summary();
        try {
          const heads = space.replica.frontier.visibleHeads();
          const cutoffs = cutoffsFor(space.governance(), client.self.account, heads, device);
          await space.act({ type: 'device.remove', device, cutoffs });
          if (isOrdinary(space)) spaces.push(spaceName);
        } catch (error) {
          if (!isPlexiError(error)) throw error;
          kept.push({ space: spaceName, reason: error.detail ?? error.message });
        }
      }
      await client.awareness.account.set(EVERYWHERE, 'device', device, undefined);
      return { device, spaces, kept };
    },
  }) satisfies Handlers;
