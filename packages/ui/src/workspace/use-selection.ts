import type { ChannelSummary, SpaceSummary } from '@plexi/operations';
import { useState } from 'react';
import { useKept } from '../vault/DeskProvider.tsx';

export interface Selection {
  space: SpaceSummary | undefined;
  /** What was last shown beside that space, by its id: one of its channels, or a direct message. */
  channel: string | undefined;
  /** The channel to show of those in the space. */
  chooseChannel: (channels: readonly ChannelSummary[]) => ChannelSummary | undefined;
  selectSpace: (space: string) => void;
  selectChannel: (space: string, channel: string) => void;
}

/** Where the person is. Each space remembers its channel, and all of it outlives a restart. */
export const useSelection = (spaces: readonly SpaceSummary[]): Selection => {
  const { desk } = useKept();
  const [place, setPlace] = useState(desk.readPlace);
  const space = spaces.find((one) => one.id === place.space) ?? spaces[0];
  const chosen = space === undefined ? undefined : place.channels[space.id];
  return {
    space,
    channel: chosen,
    chooseChannel: (channels) => channels.find((one) => one.id === chosen) ?? channels[0],
    selectSpace: (id) => {
      setPlace((now) => ({ ...now, space: id }));
      desk.writePlace(id, undefined);
    },
    selectChannel: (id, channel) => {
      setPlace((now) => ({ space: id, channels: { ...now.channels, [id]: channel } }));
      desk.writePlace(id, channel);
    },
  };
};
