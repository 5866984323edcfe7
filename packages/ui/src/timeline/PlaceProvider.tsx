import type { ChannelSummary, Member, SpaceSummary } from '@plexi/operations';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import type { MessagePlace } from '../markdown/address.ts';

/** A message to show among its neighbours. Asked for twice, it is two jumps. */
export interface Jump extends MessagePlace {
  count: number;
}

/** Where messages are shown, and where they can lead. */
export interface Place {
  space: SpaceSummary;
  channels: readonly ChannelSummary[];
  members: readonly Member[];
  self: { account: string; name: string };
  goToChannel: (channel: string) => void;
  /** Shows a message among its neighbours, in whichever channel or space it is. */
  goToMessage: (place: MessagePlace) => void;
  jump: Jump | undefined;
  /** Opens the thread that began with, or holds, a message. */
  openThread: (channel: string, message: string) => void;
  thread: { channel: string; message: string } | undefined;
  /** Shows who somebody is. */
  openProfile: (account: string) => void;
  /** Looks at an invite link before joining. */
  openInvitation: (link: string) => void;
}

const PlaceContext = createContext<Place | undefined>(undefined);

export interface PlaceProviderProps extends Pick<Place, 'space' | 'channels' | 'members' | 'self'> {
  onChannel: (space: string, channel: string) => void;
  onThread: () => void;
  onProfile: (account: string) => void;
  onInvitation: (link: string) => void;
  children: ReactNode;
}

/** Tells everything inside where it is, and takes it from message to message. */
export const PlaceProvider = (props: PlaceProviderProps) => {
  const { space, channels, members, self, onChannel, onThread, onProfile, onInvitation, children } = props;
  const [jump, setJump] = useState<Jump>();
  const [thread, setThread] = useState<Place['thread']>();
  const { account, name } = self;
  const place = useMemo(
    (): Place => ({
      space,
      channels,
      members,
      self: { account, name },
      goToChannel: (channel) => onChannel(space.id, channel),
      goToMessage: (target) => {
        setJump((last) => ({ ...target, count: (last?.count ?? 0) + 1 }));
        onChannel(target.space, target.channel);
      },
      jump,
      openThread: (channel, message) => {
        setThread({ channel, message });
        onThread();
      },
      thread,
      openProfile: onProfile,
      openInvitation: onInvitation,
    }),
    [space, channels, members, account, name, onChannel, onThread, onProfile, onInvitation, jump, thread],
  );
  return <PlaceContext value={place}>{children}</PlaceContext>;
};

export const usePlace = (): Place => {
  const place = use(PlaceContext);
  if (place === undefined) throw new Error('usePlace needs a PlaceProvider around it');
  return place;
};
