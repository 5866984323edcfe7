import { type ChannelSummary, hiddenChannelSetting } from '@plexi/operations';
import { useMemo } from 'react';
import { useSettings } from '../settings/SettingsProvider.tsx';

/** The channels that a person keeps in their list; the one that is shown stays in it. */
export const useVisibleChannels = (
  channels: readonly ChannelSummary[],
  current: string | undefined,
): readonly ChannelSummary[] => {
  const { values } = useSettings();
  return useMemo(
    () =>
      channels.filter(
        ({ id, archived }) =>
          id === current || (archived !== true && values?.[hiddenChannelSetting(id)] !== 'yes'),
      ),
    [channels, values, current],
  );
};
