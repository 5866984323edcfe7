/** How a further device of an account comes into all its spaces: by invites for devices of that account alone [G8]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import {
  type InviteLink,
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
import { placesToAsk } from './joining.ts';

const DAY_MS = 86_400_000;

const isIn = (space: Space): boolean => space.summary().state === 'ready';

/** An invite into each space, of one secret, and the device link of them; none where there is no space. */
export const inviteOwnDevices = async (
  context: PeerContext,
  client: Client,
  { days, uses }: { days: number; uses: number },
): Promise<{ invites: InviteLink[]; link: string | undefined; expires: number }> => {
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
      uses,
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
  const link =
    invites.length === 0 ? undefined : makeDeviceLink(primitives, { account, name, expires, invites });
  return { invites, link, expires };
};

/**
 * Begins to join the spaces that a device link leads into; gives all of them. Throws INVITE_INVALID, INVITE_OTHER_ACCOUNT,
 * INVITE_EXPIRED.
 */
export const adoptInto = async (context: PeerContext, client: Client, text: string): Promise<Space[]> => {
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
  return joined;
};
