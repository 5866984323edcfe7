import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { ChannelStandings } from './ChannelStandings.tsx';
import { RelayProofs } from './RelayProofs.tsx';
import { SyncDot, useSync } from './SyncDot.tsx';

export interface SyncPaneProps {
  space: { id: string; name: string };
  /** The one that is open. */
  channel: { id: string } | undefined;
  onClose: () => void;
}

/** [N5] The truth about where messages are: each relay, each device, what is missing, in words. */
export const SyncPane = ({ space, channel, onClose }: SyncPaneProps) => {
  const t = useTexts();
  const { status, failure, saying } = useSync(space.id);
  return (
    <Pane title={t('sync.title')} onClose={onClose} still>
      <FailureNotice failure={failure} />
      <p className="sync-saying">
        <SyncDot saying={saying} />
        <strong>{t(saying.key, saying.values)}</strong>
      </p>
      {status === undefined ? null : (
        <>
          <dl className="facts">
            <div>
              <dt>{t('sync.pending')}</dt>
              <dd>{t('sync.pending.words', { count: status.pendingEntries })}</dd>
            </div>
            {status.coming === 0 ? null : (
              <div>
                <dt>{t('sync.coming')}</dt>
                <dd>{t('sync.coming.words', { count: status.coming })}</dd>
              </div>
            )}
            <div>
              <dt>{t('sync.unreadable')}</dt>
              <dd>{t('sync.unreadable.words', { count: status.unreadable })}</dd>
            </div>
            <div>
              <dt>{t('sync.missing')}</dt>
              <dd>{t('sync.missing.words', { count: status.missing })}</dd>
            </div>
          </dl>
          <ChannelStandings space={space.id} channel={channel} status={status} />
          <h3>{t('sync.relays')}</h3>
          {status.relays.length === 0 ? <p className="small soft">{t('sync.norelays')}</p> : null}
          <ul className="cards">
            {status.relays.map((relay) => (
              <li key={relay.device} className="card">
                <p className="mono small">{relay.address}</p>
                <p className="small">
                  {relay.connected ? t('relay.connected') : t('relay.away')}{' '}
                  {relay.inSync ? t('relay.insync') : t('relay.behind')}
                </p>
                {relay.localOnly ? <p className="small soft">{t('relay.local')}</p> : null}
                {relay.broken > 0 ? <RelayProofs space={space.id} relay={relay.device} /> : null}
              </li>
            ))}
          </ul>
          <h3>{t('sync.devices')}</h3>
          {status.devices.length === 0 ? <p className="small soft">{t('sync.nodevices')}</p> : null}
          <ul className="cards">
            {status.devices.map((device) => (
              <li key={device.device} className="card">
                <p>
                  <bdi>{device.name}</bdi>
                </p>
                <p className="small soft">{device.relayed ? t('device.relayed') : t('device.direct')}</p>
              </li>
            ))}
          </ul>
          <p className="small soft">{t('sync.explain')}</p>
        </>
      )}
    </Pane>
  );
};
