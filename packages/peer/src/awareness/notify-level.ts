/** What a channel may notify its reader of. */
import type { NotifyLevel } from '@plexi/operations';
import type { ChannelId, SpaceId } from '@plexi/protocol';
import type { AccountState } from '../account-state/account-state.ts';

/** Everything, unless the account has said otherwise. */
export const notifyLevelOf = (account: AccountState, space: SpaceId, channel: ChannelId): NotifyLevel => {
  const chosen = account.get(space, 'mute', channel);
  return chosen === 'mentions' || chosen === 'none' ? chosen : 'all';
};
