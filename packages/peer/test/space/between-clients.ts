/** What passes between clients without a network: what each holds of a space, and links. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { type ChannelId, makeInviteLink, type RawEntry } from '@plexi/protocol';
import type { Client } from '../../src/client/client.ts';
import type { Space } from '../../src/space/space.ts';

/** What one has of a space, handed to the other, governance and keys first. */
export const handOver = async ({ replica: from }: Space, { replica: to }: Space): Promise<void> => {
  const first = [from.channels.keys, from.channels.governance];
  const logs = [...from.frontier.all()].map(({ log }) => log);
  for (const log of logs.sort((a, b) => first.indexOf(b.channel) - first.indexOf(a.channel))) {
    const raws: RawEntry[] = await from.read(log, 1, 2 ** 20);
    if (raws.length > 0) await to.ingest(log, raws);
  }
};

/** A link by which one person, or a node, may come in. */
export const invite = async (
  host: Client,
  space: Space,
  role: 'member' | 'ai' = 'member',
): Promise<string> => {
  const secret = primitives.randomBytes(32);
  const expires = Date.now() + 3_600_000;
  const publicKey = primitives.publicKeyOf(secret);
  const channels =
    role === 'ai' ? { channels: Object.keys(space.governance().state.channels) as ChannelId[] } : {};
  const entry = await space.act({ type: 'invite.create', publicKey, uses: 1, expires, role, ...channels });
  const names = { spaceName: 'Lab', inviterName: host.self.name };
  const link = {
    space: space.id,
    secret,
    inviter: host.self.account,
    heads: [entry.id],
    relays: [],
    expires,
  };
  return makeInviteLink(primitives, { ...link, ...names });
};
