/** member.*: who is in a space. */
import type { Handlers } from '@plexi/operations';
import { can, cutoffsFor, plexiError } from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { findMember, findSpace, findWritable } from './lookup.ts';
import { listMembers } from './members.ts';

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
    'member.role': async ({ space: spaceName, name, role }) => {
      const { space } = await findWritable(context, spaceName);
      const account = findMember(space, name);
      await space.act({ type: 'role.grant', account, role });
      return { account, name: space.words.account(account), role };
    },
  }) satisfies Handlers;
