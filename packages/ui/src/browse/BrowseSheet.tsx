import { type ChannelSummary, hiddenChannelSetting, type SpaceSummary } from '@plexi/operations';
import { Archive, Hash, Lock } from 'lucide-react';
import { useState } from 'react';
import { useFilter } from 'react-aria-components';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { MarkedName } from '../lookalike/MarkedName.tsx';
import { namesOfPlaces } from '../lookalike/names-of.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useSettings } from '../settings/SettingsProvider.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface BrowseSheetProps {
  space: SpaceSummary;
  onChannel: (channel: string) => void;
  onClose: () => void;
}

const iconOf = (channel: ChannelSummary) =>
  channel.archived === true ? (
    <Archive size={16} aria-hidden="true" />
  ) : channel.private === true ? (
    <Lock size={16} aria-hidden="true" />
  ) : (
    <Hash size={16} aria-hidden="true" />
  );

/** Every channel of the space that one may read, and which of them stand in one's list. */
export const BrowseSheet = ({ space, onChannel, onClose }: BrowseSheetProps) => {
  const t = useTexts();
  const { contains } = useFilter({ sensitivity: 'base' });
  const { values, set } = useSettings();
  const [wanted, setWanted] = useState('');
  const channels = useQuery(
    'channel.list',
    { space: space.id, archived: true },
    (event) => event.type === 'space' && event.space === space.id,
  );
  const keep = useCommand(set);
  const found = (channels.data ?? []).filter(
    ({ name, topic }) => contains(name, wanted) || contains(topic ?? '', wanted),
  );
  return (
    <Sheet title={t('browse.title', { space: space.name })} onClose={onClose} size="wide">
      <Field label={t('browse.filter')} value={wanted} onChange={setWanted} autoFocus />
      <FailureNotice failure={channels.failure ?? keep.failure} />
      <output className="small soft">{t('browse.count', { count: found.length })}</output>
      <ul className="browse-list">
        {found.map((channel) => {
          const hidden = values?.[hiddenChannelSetting(channel.id)] === 'yes';
          return (
            <li key={channel.id} className="browse-item">
              {iconOf(channel)}
              <div className="browse-words">
                <p className="browse-name">
                  <MarkedName
                    id={channel.id}
                    name={channel.name}
                    among={namesOfPlaces(channels.data ?? [])}
                  />
                </p>
                <p className="small soft">
                  {channel.topic === undefined || channel.topic === '' ? (
                    t('browse.messages', { count: channel.messages })
                  ) : (
                    <bdi>{channel.topic}</bdi>
                  )}
                </p>
              </div>
              <Button
                onPress={() => {
                  onChannel(channel.id);
                  onClose();
                }}
                aria-label={t('browse.look.name', { name: channel.name })}
              >
                {t('browse.look')}
              </Button>
              {channel.archived === true ? (
                <span className="small soft">{t('channel.archived')}</span>
              ) : (
                <Button
                  look={hidden ? 'primary' : 'quiet'}
                  onPress={() => keep.run(hiddenChannelSetting(channel.id), hidden ? '' : 'yes')}
                  aria-label={t(hidden ? 'browse.join.name' : 'browse.leave.name', { name: channel.name })}
                >
                  {t(hidden ? 'browse.join' : 'browse.leave')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <p className="small soft">{t('browse.what')}</p>
    </Sheet>
  );
};
