/** The operations that a peer serves, by id. Each folder of the catalogue has its handlers in the file of that name. */
import type { Handlers } from '@plexi/operations';
import type { PeerContext } from './context.ts';
import { accountHandlers } from './account.ts';
import { channelHandlers } from './channel.ts';
import { inviteHandlers } from './invite.ts';
import { memberHandlers } from './member.ts';
import { messageHandlers } from './message.ts';
import { spaceHandlers } from './space.ts';
import { syncHandlers } from './sync.ts';

export const createHandlers = (context: PeerContext): Handlers => ({
  ...accountHandlers(context),
  ...spaceHandlers(context),
  ...inviteHandlers(context),
  ...channelHandlers(context),
  ...messageHandlers(context),
  ...memberHandlers(context),
  ...syncHandlers(context),
});
