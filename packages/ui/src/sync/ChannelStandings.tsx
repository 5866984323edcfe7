import type { ChannelSync, Holder, SyncStatus } from '@plexi/operations';
import { useQuery } from '../connection/use-query.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { TextKey } from '../texts/translate.ts';
import { shortAddress } from './short-address.ts';

interface HolderLineProps {
  holder: Holder;
  /** What it has to do with this. */
  note: string;
}

const HolderLine = ({ holder, note }: HolderLineProps) => {
  const t = useTexts();
  const name =
    holder.kind === 'relay' ? (
      t('sync.holder.relay', { address: `\u2066${shortAddress(holder.name)}\u2069` })
    ) : holder.kind === 'own' ? (
      t('sync.holder.own', { name: holder.name })
    ) : (
      <bdi>{holder.name}</bdi>
    );
  return (
    <li className="holder small">
      <span className="holder-name">{name}</span>{' '}
      <span className="soft">
        {note} · {t(holder.connected ? 'sync.holder.connected' : 'sync.holder.away')}
      </span>
    </li>
  );
};

const saysOf = (it: ChannelSync, hasRelays: boolean): { key: TextKey; count: number }[] => {
  const said: { key: TextKey; count: number }[] = [
    { key: hasRelays ? 'sync.channel.pending' : 'sync.channel.pending.norelay', count: it.pending },
    { key: 'sync.channel.lacking', count: it.lacking },
    { key: 'sync.channel.missing', count: it.missing },
    { key: 'sync.channel.unreadable', count: it.unreadable },
  ];
  return said.filter(({ count }) => count > 0);
};

const ChannelCard = ({ it, hasRelays, isOpen }: { it: ChannelSync; hasRelays: boolean; isOpen: boolean }) => {
  const t = useTexts();
  const said = saysOf(it, hasRelays);
  return (
    <li className="card channel-standing">
      <h4>
        {it.kind === 'channel' ? <bdi># {it.name}</bdi> : t(`sync.channel.${it.kind}`)}
        {isOpen ? <span className="soft small"> {t('sync.channel.here')}</span> : null}
      </h4>
      {said.length === 0 ? <p className="small">{t('sync.channel.settled')}</p> : null}
      {said.map(({ key, count }) => (
        <p key={key} className="small">
          {t(key, { count })}
        </p>
      ))}
      {it.stored.length === 0 ? null : (
        <>
          <h5 className="soft small">{t('sync.channel.stored')}</h5>
          <ul className="holders">
            {it.stored.map((holder) => (
              <HolderLine
                key={holder.device}
                holder={holder}
                note={t('sync.holder.entries', { entries: holder.entries, mine: it.mine })}
              />
            ))}
          </ul>
        </>
      )}
      {it.sources.length === 0 ? null : (
        <>
          <h5 className="soft small">{t('sync.channel.sources')}</h5>
          <ul className="holders">
            {it.sources.map((source) => (
              <HolderLine
                key={source.device}
                holder={source}
                note={t(source.because === 'wrote' ? 'sync.holder.wrote' : 'sync.holder.signed')}
              />
            ))}
          </ul>
        </>
      )}
    </li>
  );
};

interface ChannelStandingsProps {
  space: string;
  /** The one that is open. */
  channel: { id: string } | undefined;
  status: SyncStatus;
}

/** [N5] The open channel in full, then those where something is pending or missing. */
export const ChannelStandings = ({ space, channel, status }: ChannelStandingsProps) => {
  const t = useTexts();
  const open = useQuery(
    'sync.status',
    channel === undefined ? undefined : { space, channel: channel.id },
    (event) => event.type === 'sync' && event.space === space,
  );
  const here = open.data?.channels ?? [];
  const others = status.channels.filter((it) => it.channel !== channel?.id);
  const hasRelays = status.relays.length > 0;
  if (here.length + others.length === 0) return null;
  return (
    <>
      <h3>{t('sync.channels')}</h3>
      <ul className="cards">
        {here.map((it) => (
          <ChannelCard key={it.channel} it={it} hasRelays={hasRelays} isOpen />
        ))}
        {others.map((it) => (
          <ChannelCard key={it.channel} it={it} hasRelays={hasRelays} isOpen={false} />
        ))}
      </ul>
    </>
  );
};
