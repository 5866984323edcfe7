/** device.*: the devices of this account, over all its spaces [G8]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Device, Handlers } from '@plexi/operations';
import {
  cutoffsFor,
  type DeviceId,
  type InviteLink,
  isLocalOnly,
  isPlexiError,
  LIMITS,
  makeDeviceLink,
  makeInviteLink,
  plexiError,
  readDeviceLink,
} from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { isOrdinary } from '../client/reach.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { placesToAsk, waitForEntry } from './joining.ts';
import { fingerprintOf } from './lookup.ts';

const DAY_MS = 86_400_000;

const ownDevices = (client: Client, space: Space) =>
  space.replica.governance()?.state.members[client.self.account]?.devices ?? {};

const isIn = (space: Space): boolean => space.summary().state === 'ready';

const listDevices = (client: Client): Device[] => {
  const devices = new Map<DeviceId, Device>();
  for (const space of client.spaces()) {
    for (const [id, { certificate }] of Object.entries(ownDevices(client, space))) {
      const device = devices.get(id as DeviceId) ?? {
        device: id,
        fingerprint: fingerprintOf(id),
        since: new Date(certificate.issuedAt).toISOString(),
        self: id === client.self.device,
        spaces: [],
      };
      if (isOrdinary(space)) device.spaces.push(space.summary().name);
      devices.set(id as DeviceId, device);
    }
  }
  return [...devices.values()].sort((a, b) => (a.since < b.since ? -1 : 1));
};

const findDevice = (client: Client, name: string): DeviceId => {
  const found = listDevices(client).filter(({ device }) => device.startsWith(name.toLowerCase()));
  const [first] = found;
  if (first === undefined) throw plexiError('NOT_FOUND', { detail: 'device' });
  if (found.length > 1) throw plexiError('AMBIGUOUS_NAME', { detail: 'device' });
  return first.device as DeviceId;
};

export const deviceHandlers = (context: PeerContext) =>
  ({
    'device.list': async () => listDevices(await context.client()),
    'device.link': async ({ days }) => {
      const client = await context.client();
      const { account, name } = client.self;
      const secret = primitives.randomBytes(32);
      const publicKey = primitives.publicKeyOf(secret);
      const expires = Math.floor(context.now() + days * DAY_MS);
      const invites: InviteLink[] = [];
      for (const space of client
        .spaces()
        .filter((it) => isOrdinary(it) && isIn(it))
        .slice(0, LIMITS.deviceLinkSpaces)) {
        const entry = await space.act({
          type: 'invite.create',
          publicKey,
          uses: 1,
          expires,
          role: 'member',
          account,
        });
        invites.push({
          space: space.id,
          secret,
          inviter: account,
          heads: [entry.id],
          relays: placesToAsk(client, space.governance()),
          expires,
          spaceName: space.words.space(),
          inviterName: name,
        });
      }
      if (invites.length === 0) throw plexiError('NOT_FOUND', { detail: 'a space to bring a device into' });
      return {
        link: makeDeviceLink(primitives, { account, name, expires, invites }),
        spaces: invites.length,
        expires: new Date(expires).toISOString(),
        localOnly: invites.every(isLocalOnly),
      };
    },
    'device.adopt': async ({ link: text, timeout }, caller) => {
      const client = await context.client();
      const link = readDeviceLink(primitives, text);
      if (link.account !== client.self.account) throw plexiError('INVITE_OTHER_ACCOUNT');
      if (context.now() > link.expires) throw plexiError('INVITE_EXPIRED');
      const joined: Space[] = [];
      for (const invite of link.invites) {
        const known = client.space(invite.space);
        joined.push(
          known !== undefined && isIn(known) ? known : await client.join(makeInviteLink(primitives, invite)),
        );
      }
      await Promise.all(joined.map((space) => waitForEntry(context, space, timeout * 1000, caller.signal)));
      return joined.map((space) => space.summary());
    },
    'device.remove': async ({ device: name }) => {
      const client = await context.client();
      const device = findDevice(client, name);
      if (device === client.self.device) throw plexiError('OWN_DEVICE');
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
      return { device, spaces, kept };
    },
  }) satisfies Handlers;
