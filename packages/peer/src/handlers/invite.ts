/** invite.*: invite links [G9]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers } from '@plexi/operations';
import {
  fromHex,
  type Governance,
  hlcToMs,
  inviteStatus,
  isLocalOnly,
  isScoped,
  makeInviteLink,
  plexiError,
  readInviteLink,
  toHex,
} from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { placesToAsk } from './joining.ts';
import { findSpace, findWritable, fingerprintOf, one } from './lookup.ts';
import { findPlace } from './place.ts';

const DAY_MS = 86_400_000;

const liveInvites = (governance: Governance, nowMs: number): string[] =>
  Object.keys(governance.state.invites).filter((key) => inviteStatus(governance, key, nowMs) === 'live');

export const inviteHandlers = (context: PeerContext) =>
  ({
    'invite.create': async ({ space: name, uses, days, role, channel: channelNames }) => {
      const { client, space } = await findWritable(context, name);
      if (isScoped(role) !== channelNames.length > 0)
        throw plexiError('INVALID_INPUT', {
          detail: 'name the channels of a guest, an AI node or a bot, and of nobody else',
        });
      const places = await Promise.all(channelNames.map((it) => findPlace(context, name, it)));
      if (places.some((place) => place.space !== space))
        throw plexiError('INVALID_INPUT', { detail: 'people are added to a private channel by themselves' });
      const channels = [...new Set(places.map(({ channel }) => channel))].sort();
      const secret = primitives.randomBytes(32);
      const expires = Math.floor(context.now() + days * DAY_MS);
      const publicKey = primitives.publicKeyOf(secret);
      const admits = channels.length === 0 ? {} : { channels };
      const entry = await space.act({ type: 'invite.create', publicKey, uses, expires, role, ...admits });
      const governance = space.governance();
      const link = {
        space: space.id,
        secret,
        inviter: client.self.account,
        heads: [entry.id],
        relays: placesToAsk(client, governance),
        expires,
        spaceName: space.words.space(),
        inviterName: client.self.name,
      };
      return {
        link: makeInviteLink(primitives, link),
        uses,
        expires: new Date(expires).toISOString(),
        localOnly: isLocalOnly(link),
      };
    },
    'invite.preview': async ({ link: text }) => {
      const link = readInviteLink(primitives, text);
      const known =
        context.profile.state() === 'ready' ? (await context.client()).space(link.space) : undefined;
      return {
        space: link.spaceName,
        spaceId: link.space,
        inviter: link.inviterName,
        fingerprint: fingerprintOf(link.inviter),
        expires: new Date(link.expires).toISOString(),
        expired: context.now() > link.expires,
        localOnly: isLocalOnly(link),
        relays: link.relays.flatMap(({ addresses }) => addresses.slice(0, 1)),
        member: known?.summary().state === 'ready',
      };
    },
    'invite.list': async ({ space: name }) => {
      const { space } = await findSpace(context, name);
      const governance = space.governance();
      const live = liveInvites(governance, context.now()).flatMap((id) => {
        const invite = governance.state.invites[id];
        // One's own next device comes by an invite of its own.
        if (invite === undefined || invite.account !== undefined) return [];
        const { role, channels = [], uses, used, since, expires, by } = invite;
        return [
          {
            id,
            role,
            channels: channels.map((channel) => space.words.channel(channel)),
            uses,
            used,
            made: new Date(hlcToMs(since)).toISOString(),
            expires: new Date(expires).toISOString(),
            by: space.words.account(by),
          },
        ];
      });
      return live.sort((a, b) => (a.made < b.made ? -1 : 1));
    },
    'invite.revoke': async ({ space: name, link, invite }) => {
      const { space } = await findSpace(context, name);
      const only =
        link === undefined ? invite : toHex(primitives.publicKeyOf(readInviteLink(primitives, link).secret));
      const live = liveInvites(space.governance(), context.now());
      const keys =
        only === undefined
          ? live
          : [
              one(
                live.filter((key) => key.startsWith(only)),
                'a live invite',
              ),
            ];
      for (const key of keys) {
        await space.act({ type: 'invite.revoke', publicKey: fromHex(key) ?? new Uint8Array() });
      }
      return { revoked: keys.length };
    },
  }) satisfies Handlers;
