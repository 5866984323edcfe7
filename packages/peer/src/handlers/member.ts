/** member.*: who is in a space. */
import type { Handlers } from '@plexi/operations';
import {
  type AccountId,
  type Ban,
  type ChannelId,
  can,
  cutoffsFor,
  hlcToMs,
  plexiError,
  silenceCutoffs,
} from '@plexi/protocol';
import { grantRole } from '../space/grant.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { endOf } from './decisions.ts';
import { findMember, findSpace, findWritable, one } from './lookup.ts';
import { listMembers } from './members.ts';
import { findWritablePlace } from './place.ts';

/** The space, or the channel of it; a private channel is a space of its own. */
const placeOf = async (
  context: PeerContext,
  spaceName: string,
  channelName: string | undefined,
): Promise<{ space: Space; channel: ChannelId | undefined }> => {
  if (channelName === undefined) return { ...(await findWritable(context, spaceName)), channel: undefined };
  const { space, channel } = await findWritablePlace(context, spaceName, channelName);
  return { space, channel: space.small === undefined ? channel : undefined };
};

export const memberHandlers = (context: PeerContext) =>
  ({
    'member.list': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return listMembers(client, space);
    },
    'member.remove': async ({ space: spaceName, name }) => {
      const { client, space } = await findWritable(context, spaceName);
      const account = findMember(space, name);
      const governance = space.governance();
      if (!can(governance, client.self.account, 'member.remove', account)) throw plexiError('NOT_ALLOWED');
      const memberName = space.words.account(account);
      const cutoffs = cutoffsFor(governance, account, space.replica.frontier.visibleHeads());
      await space.act({ type: 'member.remove', account, cutoffs });
      return { account, name: memberName };
    },
    'member.mute': async ({ space: spaceName, name, channel: channelName, until }) => {
      const { space, channel } = await placeOf(context, spaceName, channelName);
      const account = findMember(space, name);
      const governance = space.governance();
      const cutoffs = silenceCutoffs(governance, account, space.replica.frontier.visibleHeads(), channel);
      const ends = until === undefined ? 0 : Date.parse(until);
      const where = channel === undefined ? {} : { channel };
      await space.act({ type: 'member.mute', account, until: ends, cutoffs, ...where });
      return { account, name: space.words.account(account), ...endOf(ends) };
    },
    'member.unmute': async ({ space: spaceName, name, channel: channelName }) => {
      const { space, channel } = await placeOf(context, spaceName, channelName);
      const account = findMember(space, name);
      await space.act({ type: 'member.unmute', account, ...(channel === undefined ? {} : { channel }) });
      return { account, name: space.words.account(account) };
    },
    'member.ban': async ({ space: spaceName, name, until }) => {
      const { space } = await findWritable(context, spaceName);
      const account = findMember(space, name);
      const memberName = space.words.account(account);
      const cutoffs = cutoffsFor(space.governance(), account, space.replica.frontier.visibleHeads());
      const ends = until === undefined ? 0 : Date.parse(until);
      await space.act({ type: 'member.remove', account, cutoffs, ban: ends });
      return { account, name: memberName, ...endOf(ends) };
    },
    'member.unban': async ({ space: spaceName, name }) => {
      const { space } = await findWritable(context, spaceName);
      const banned = Object.keys(space.governance().state.banned) as AccountId[];
      const account = one(
        banned.filter((it) => it === name || space.words.account(it) === name),
        'somebody who is banned',
      );
      await space.act({ type: 'member.unban', account });
      return { account, name: space.words.account(account) };
    },
    'member.bans': async ({ space: spaceName }) => {
      const { space } = await findSpace(context, spaceName);
      const { banned, muted } = space.governance().state;
      const { words } = space;
      const tell = (account: AccountId, { since, until, by }: Ban) => ({
        account,
        name: words.account(account),
        since: new Date(hlcToMs(since)).toISOString(),
        by: words.account(by),
        ...endOf(until),
      });
      return [
        ...Object.entries(banned).map(([account, ban]) => ({
          ...tell(account as AccountId, ban),
          kind: 'ban' as const,
        })),
        ...Object.values(muted).map((mute) => ({
          ...tell(mute.account, mute),
          kind: 'mute' as const,
          ...(mute.channel === undefined
            ? {}
            : { channel: mute.channel, channelName: words.channel(mute.channel) }),
        })),
      ];
    },
    'member.role': async ({ space: spaceName, name, role }) => {
      const { space } = await findWritable(context, spaceName);
      const account = findMember(space, name);
      await grantRole(space, account, role);
      await space.reports.handOver(account);
      return { account, name: space.words.account(account), role };
    },
  }) satisfies Handlers;
