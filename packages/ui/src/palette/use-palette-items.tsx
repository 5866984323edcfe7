import type { Direct, SpaceSummary } from '@plexi/operations';
import { Hash, Lock, MessageCircle, Search, UserRound, UsersRound } from 'lucide-react';
import { toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { namesOfMembers, namesOfPeople, namesOfPlaces } from '../lookalike/names-of.ts';
import { describeFailure } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { WorkspaceAction } from '../workspace/actions.ts';
import type { Whereabouts } from '../workspace/use-whereabouts.ts';
import type { PaletteItem } from './palette-items.ts';

export interface PaletteItemsInput {
  where: Whereabouts;
  space: SpaceSummary;
  actions: readonly WorkspaceAction[];
  /** What has been typed: to be looked for in messages. */
  letters: string;
  onSpace: (space: string) => void;
  onGo: (space: string, channel: string) => void;
  onProfile: (account: string) => void;
  /** Looks for words in messages. */
  onSearch: (words: string) => void;
}

/** The other one of two; of a group, the conversation. */
const personOf = ({ channel, members }: Direct): string => {
  const others = members.filter(({ self }) => !self);
  return others.length === 1 ? (others[0]?.account ?? channel) : channel;
};

/** Everything that can be gone to or done from here. */
export const usePaletteItems = (input: PaletteItemsInput): PaletteItem[] => {
  const { where, space, actions, letters, onSpace, onGo, onProfile, onSearch } = input;
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const write = async (account: string): Promise<void> => {
    try {
      const direct = await peer.call('dm.open', { names: [account], space: space.id });
      onGo(direct.space, direct.channel);
    } catch (error) {
      const { message, next } = describeFailure(toFailure(error), t);
      say(`${message} ${next}`);
    }
  };
  const places = [
    ...where.all.map(
      (channel): PaletteItem => ({
        id: `channel-${channel.id}`,
        group: 'channels',
        label: channel.name,
        named: { id: channel.id, among: namesOfPlaces(where.all) },
        icon: channel.private === true ? <Lock size={16} /> : <Hash size={16} />,
        run: () => onGo(space.id, channel.id),
      }),
    ),
    ...where.directs
      .filter(({ request }) => !request)
      .map(
        (direct): PaletteItem => ({
          id: `channel-${direct.channel}`,
          group: 'channels',
          label: direct.name,
          named: { id: personOf(direct), among: namesOfPeople(where.directs) },
          icon: direct.members.length > 2 ? <UsersRound size={16} /> : <MessageCircle size={16} />,
          run: () => onGo(direct.space, direct.channel),
        }),
      ),
  ];
  return [
    ...where.recent.flatMap((id) => {
      const place = places.find((one) => one.id === `channel-${id}`);
      return place === undefined ? [] : [{ ...place, id: `recent-${id}`, group: 'recent' as const }];
    }),
    ...places,
    ...where.members
      .filter(({ self }) => !self)
      .flatMap((member): PaletteItem[] => [
        {
          id: `write-${member.account}`,
          group: 'people',
          label: member.name,
          detail: t('palette.write'),
          named: { id: member.account, among: namesOfMembers(where.members) },
          icon: <Avatar id={member.account} name={member.name} size="tiny" />,
          run: () => void write(member.account),
        },
        {
          id: `profile-${member.account}`,
          group: 'people',
          label: member.name,
          detail: t('palette.profile'),
          named: { id: member.account, among: namesOfMembers(where.members) },
          icon: <UserRound size={16} />,
          run: () => onProfile(member.account),
        },
      ]),
    ...(where.spaces.data ?? []).map(
      (one): PaletteItem => ({
        id: `space-${one.id}`,
        group: 'spaces',
        label: one.name,
        named: { id: one.id, among: namesOfPlaces(where.spaces.data ?? []) },
        icon: <Avatar id={one.id} name={one.name} size="small" shape="space" />,
        run: () => onSpace(one.id),
      }),
    ),
    ...actions.map(
      ({ id, label, icon, keys, run }): PaletteItem => ({
        id: `action-${id}`,
        group: 'actions',
        label,
        icon,
        ...(keys === undefined ? {} : { keys }),
        run,
      }),
    ),
    ...(letters.trim() === ''
      ? []
      : [
          {
            id: 'search-words',
            group: 'search' as const,
            label: t('palette.search', { words: letters.trim() }),
            icon: <Search size={16} />,
            run: () => onSearch(letters.trim()),
          },
        ]),
  ];
};
