import type { ChannelSummary, Direct, Member, PeerEvent, SpaceSummary } from '@plexi/operations';
import { useMemo, useState } from 'react';
import { useVisibleChannels } from '../browse/use-visible-channels.ts';
import { useQuery } from '../connection/use-query.ts';
import { useSelection } from './use-selection.ts';

/** What the main column shows: a channel of the space, or a direct message, which is a small space of its own. */
export interface Shown {
  space: SpaceSummary;
  channel: ChannelSummary;
  direct: Direct | undefined;
}

export const canShowChannels = (space: SpaceSummary | undefined): space is SpaceSummary =>
  space?.state === 'ready' || space?.state === 'removed';

const spaceOf = (direct: Direct): SpaceSummary => ({
  id: direct.space,
  name: direct.name,
  state: direct.state === 'left' ? 'removed' : direct.state,
});
const channelOf = ({ channel, name, messages }: Direct): ChannelSummary => ({ id: channel, name, messages });

/** Channels that were shown before, the newest first: beyond these nobody looks. */
const RECENT = 5;
const NO_CHANNELS: readonly ChannelSummary[] = [];
const NO_DIRECTS: readonly Direct[] = [];
const NO_MEMBERS: readonly Member[] = [];

/** Where the person is, what there is around them, and how to go elsewhere. */
export const useWhereabouts = () => {
  const spaces = useQuery('space.list', {}, (event) => event.type === 'spaces' || event.type === 'space');
  const directs = useQuery('dm.list', {}, ({ type }) => type === 'directs' || type === 'spaces');
  const selection = useSelection(spaces.data ?? []);
  const { space } = selection;
  const shownSpace = canShowChannels(space) ? space.id : undefined;
  const input = shownSpace === undefined ? undefined : { space: shownSpace };
  const changes = (id: string | undefined) => (event: PeerEvent) =>
    event.type === 'space' && event.space === id;
  const channels = useQuery('channel.list', input, changes(space?.id));
  const all = channels.data ?? NO_CHANNELS;
  const talks = directs.data ?? NO_DIRECTS;
  // A conversation may have moved on from where it was opened.
  const direct = talks.find(
    (one) =>
      !one.request &&
      (one.channel === selection.channel ||
        one.earlier?.some(({ channel: id }) => id === selection.channel) === true),
  );
  const channel = direct === undefined ? selection.chooseChannel(all) : undefined;
  const visible = useVisibleChannels(all, channel?.id);
  const shown = useMemo((): Shown | undefined => {
    if (direct !== undefined) return { space: spaceOf(direct), channel: channelOf(direct), direct };
    return space !== undefined && channel !== undefined && canShowChannels(space)
      ? { space, channel, direct: undefined }
      : undefined;
  }, [direct, space, channel]);
  /** The channels that stand beside what is shown: those of its space, or the direct message alone. */
  const around = useMemo(() => (shown?.direct === undefined ? all : [shown.channel]), [shown, all]);
  const [recent, setRecent] = useState<readonly string[]>([]);
  const memberSpace = direct?.space ?? shownSpace;
  const isPrivate = channel?.private === true;
  const members = useQuery(
    'member.list',
    memberSpace === undefined || isPrivate ? undefined : { space: memberSpace },
    changes(memberSpace),
  );
  // A private channel is read by fewer than its space has.
  const insiders = useQuery(
    'channel.members',
    isPrivate && shownSpace !== undefined ? { space: shownSpace, channel: channel.id } : undefined,
    changes(shownSpace),
  );
  return {
    spaces,
    /** The space that the rail has chosen. */
    space,
    channels,
    /** All channels of the space, and those that the person keeps in the list. */
    all,
    visible,
    around,
    directs: talks,
    members: (isPrivate ? insiders.data?.members : members.data) ?? NO_MEMBERS,
    recent: recent.filter((id) => id !== shown?.channel.id),
    shown,
    selectSpace: selection.selectSpace,
    /** Goes to a channel of any space, or to a direct message. */
    goTo: (target: string, channelId: string): void => {
      // One that was just opened is not in the list yet.
      const isDirect = spaces.data?.every((one) => one.id !== target) === true;
      const home = isDirect ? space?.id : target;
      if (home === undefined) return;
      const left = shown?.channel.id;
      if (left !== undefined)
        setRecent((last) => [left, ...last.filter((id) => id !== left)].slice(0, RECENT));
      if (home !== space?.id) selection.selectSpace(home);
      selection.selectChannel(home, channelId);
    },
  };
};

export type Whereabouts = ReturnType<typeof useWhereabouts>;
