/** invite.*: invite links [G9]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers } from '@plexi/operations';
import {
  fromHex,
  type Governance,
  inviteStatus,
  isLocalOnly,
  makeInviteLink,
  plexiError,
  readInviteLink,
  toHex,
} from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { placesToAsk } from './joining.ts';
import { findSpace, findWritable, fingerprintOf } from './lookup.ts';

const DAY_MS = 86_400_000;

const liveInvites = (governance: Governance, nowMs: number): string[] =>
  Object.keys(governance.state.invites).filter((key) => inviteStatus(governance, key, nowMs) === 'live');

export const inviteHandlers = (context: PeerContext) =>
  ({
    'invite.create': async ({ space: name, uses, days }) => {
      const { client, space } = await findWritable(context, name);
      const secret = primitives.randomBytes(32);
      const expires = Math.floor(context.now() + days * DAY_MS);
      const publicKey = primitives.publicKeyOf(secret);
      const entry = await space.act({ type: 'invite.create', publicKey, uses, expires, role: 'member' });
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
    'invite.revoke': async ({ space: name, link }) => {
      const { space } = await findSpace(context, name);
      const only =
        link === undefined
          ? undefined
          : toHex(primitives.publicKeyOf(readInviteLink(primitives, link).secret));
      const keys = liveInvites(space.governance(), context.now()).filter(
        (key) => only === undefined || key === only,
      );
      if (only !== undefined && keys.length === 0)
        throw plexiError('NOT_FOUND', { detail: 'a live invite with that link' });
      for (const key of keys) {
        await space.act({ type: 'invite.revoke', publicKey: fromHex(key) ?? new Uint8Array() });
      }
      return { revoked: keys.length };
    },
  }) satisfies Handlers;
