/** channel.members, channel.add and channel.remove: who can read a channel. */
import type { Handlers } from '@plexi/operations';
import { can, cutoffsFor, plexiError, type SpaceId } from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findMember } from './lookup.ts';
import { listMembers } from './members.ts';
import { findPlace, findWritablePlace } from './place.ts';

/** The space of a private channel, or INVALID_INPUT: everybody in a space is in its other channels. */
const parentOf = (client: { space(id: SpaceId): Space | undefined }, space: Space): Space => {
  const parent = space.small?.kind === 'channel' ? client.space(space.small.parent) : undefined;
  if (parent === undefined) throw plexiError('INVALID_INPUT', { detail: 'not a private channel' });
  return parent;
};

export const channelPeopleHandlers = (context: PeerContext) =>
  ({
    'channel.members': async ({ space: name, channel }) => {
      const { client, space } = await findPlace(context, name, channel);
      return {
        private: space.small !== undefined,
        canAdd: can(space.governance(), client.self.account, 'member.add'),
        members: listMembers(client, space),
      };
    },
    'channel.add': async ({ space: name, channel, names }) => {
      const { client, space } = await findWritablePlace(context, name, channel);
      const parent = parentOf(client, space);
      const accounts = names.map((it) => findMember(parent, it.replace(/^@/, '')));
      const governance = space.governance();
      if (!can(governance, client.self.account, 'member.add'))
        throw plexiError('NOT_ALLOWED', { detail: 'only the owner and admins of the channel add people' });
      await client.small.add(
        space,
        parent,
        accounts.filter((account) => governance.state.members[account] === undefined),
      );
      return listMembers(client, space);
    },
    'channel.remove': async ({ space: name, channel, name: who }) => {
      const { client, space } = await findWritablePlace(context, name, channel);
      parentOf(client, space);
      const account = findMember(space, who.replace(/^@/, ''));
      const governance = space.governance();
      const memberName = space.words.account(account);
      if (!can(governance, client.self.account, 'member.remove', account)) throw plexiError('NOT_ALLOWED');
      const cutoffs = cutoffsFor(governance, account, space.replica.frontier.visibleHeads());
      await space.act({ type: 'member.remove', account, cutoffs });
      return { account, name: memberName };
    },
  }) satisfies Handlers;
