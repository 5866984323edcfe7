import type { Unread } from '@plexi/operations';
import { ArrowRight, CheckCheck } from 'lucide-react';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { PlacedCard } from './PlacedCard.tsx';
import { sayUnread } from './say-unread.ts';

const ChannelRow = ({ channel, onRead }: { channel: Unread; onRead: () => void }) => {
  const t = useTexts();
  const { space, goToMessage } = usePlace();
  const { first } = channel;
  const place = channel.space === space.id ? channel.name : `${channel.name} · ${channel.spaceName}`;
  return (
    <li className="catchup-channel">
      <p className="catchup-name">
        <bdi>{place}</bdi>
      </p>
      <p className="small soft">
        {t('catchup.waits', { count: channel.unread, shown: sayUnread(channel.unread, t.locale) })}
        {channel.mentions === 0 ? null : ` · ${t('mentions.count', { count: channel.mentions })}`}
      </p>
      <div className="catchup-actions">
        {first === undefined ? null : (
          <Button
            look="quiet"
            icon={<ArrowRight size={15} className="mirror" />}
            aria-label={t('catchup.first.of', { channel: channel.name })}
            onPress={() => goToMessage({ space: channel.space, channel: channel.channel, message: first })}
          >
            {t('catchup.first')}
          </Button>
        )}
        <Button
          look="quiet"
          icon={<CheckCheck size={15} />}
          aria-label={t('catchup.read.of', { channel: channel.name })}
          onPress={onRead}
        >
          {t('catchup.read')}
        </Button>
      </div>
    </li>
  );
};

/** After an absence: who asked for this person first, then channel by channel, from all spaces. */
export const CatchUpPane = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const { unreads } = useKept();
  const waiting = useQuery('unread.catchup', {}, (event) => event.type === 'unread');
  const { mentions = [], channels = [] } = waiting.data ?? {};
  const read = useCommand(async (which: readonly Unread[]) => {
    for (const { space, channel } of which) await unreads.readAll(space, channel);
  });
  return (
    <Pane title={t('catchup.open')} onClose={onClose}>
      <FailureNotice failure={waiting.failure ?? read.failure} onRetry={waiting.reload} />
      {waiting.data === undefined ? (
        <Waiting>{t('catchup.loading')}</Waiting>
      ) : channels.length === 0 ? (
        <p className="soft">{t('catchup.none')}</p>
      ) : (
        <>
          {mentions.length === 0 ? null : (
            <section aria-labelledby="catchup-mentions">
              <h3 id="catchup-mentions" className="section-title">
                {t('mentions.open')}
              </h3>
              <div className="cards">
                {mentions.map((message) => (
                  <PlacedCard key={message.id} message={message} />
                ))}
              </div>
            </section>
          )}
          <section aria-labelledby="catchup-channels">
            <h3 id="catchup-channels" className="section-title">
              {t('catchup.by')}
            </h3>
            <ul className="catchup-channels">
              {channels.map((channel) => (
                <ChannelRow key={channel.channel} channel={channel} onRead={() => read.run([channel])} />
              ))}
            </ul>
          </section>
          <Button icon={<CheckCheck size={16} />} busy={read.busy} onPress={() => read.run(channels)}>
            {t('catchup.all')}
          </Button>
        </>
      )}
    </Pane>
  );
};
