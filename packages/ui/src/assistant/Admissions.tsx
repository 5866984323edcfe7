import type { Admission, ChannelSummary, Member, SpaceSummary } from '@plexi/operations';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { isScopedMember } from './use-readers.ts';

const DAY_MS = 86_400_000;
/** Days that an admission lasts; 0: until somebody ends it. */
const LENGTHS = [0, 1, 7, 30, 365] as const;

const sayEnd = ({ until, ended }: Admission, t: ReturnType<typeof useTexts>): string => {
  if (ended) return t('admit.ended');
  if (until === undefined) return t('admit.open');
  return t('admit.until', {
    date: new Intl.DateTimeFormat(t.locale, { dateStyle: 'medium' }).format(new Date(until)),
  });
};

/** Which guests, AI nodes and bots read a channel: whom it admits, for how long, and an end to it. */
export const Admissions = ({ space, channel }: { space: SpaceSummary; channel: ChannelSummary }) => {
  const t = useTexts();
  const peer = usePeer();
  const place = { space: space.id, channel: channel.id };
  const isNews = (event: { type: string }): boolean => event.type === 'space';
  const members = useQuery('member.list', { space: space.id }, isNews);
  const admissions = useQuery('channel.admissions', place, isNews);
  const [chosen, setChosen] = useState('');
  const [days, setDays] = useState('0');
  const [history, setHistory] = useState(false);
  const admit = useCommand(async (name: string) => {
    const until =
      Number(days) === 0 ? {} : { until: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
    await peer.call('channel.admit', { ...place, name, history, ...until });
    setChosen('');
    admissions.reload();
  });
  const dismiss = useCommand(async (name: string) => {
    await peer.call('channel.dismiss', { ...place, name });
    admissions.reload();
  });
  const admitted = admissions.data ?? [];
  const others = (members.data ?? []).filter(
    (member: Member) =>
      isScopedMember(member) && admitted.every(({ account, ended }) => account !== member.account || ended),
  );
  if (admitted.length + others.length === 0) return <p className="small soft">{t('admit.nobody')}</p>;
  const account = others.find((one) => one.account === chosen)?.account ?? others[0]?.account ?? '';
  return (
    <section className="admissions" aria-label={t('admit.title')}>
      <h3>{t('admit.title')}</h3>
      <FailureNotice failure={admit.failure ?? dismiss.failure} />
      <ul className="cards">
        {admitted.map((one) => (
          <li key={one.account} className="card admission">
            <div>
              <p>
                <bdi>{one.name}</bdi> <span className="faint">{t(`role.${one.role}`)}</span>
              </p>
              <p className="small soft">
                {sayEnd(one, t)} · {one.history ? t('admit.with.history') : t('admit.ahead')}
              </p>
            </div>
            <Button busy={dismiss.busy} onPress={() => dismiss.run(one.account)}>
              {t('admit.end')} <span className="unseen">{one.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : (
        <div className="admit-form">
          <Choice
            label={t('admit.who')}
            value={account}
            options={others.map((one) => ({
              value: one.account,
              label: t('admit.person', { name: one.name, role: t(`role.${one.role}`) }),
            }))}
            onChange={setChosen}
          />
          <Choice
            label={t('admit.long')}
            value={days}
            options={LENGTHS.map((length) => ({
              value: String(length),
              label: length === 0 ? t('admit.open') : t('admit.days', { days: length }),
            }))}
            onChange={setDays}
          />
          <Toggle
            label={t('admit.history')}
            hint={t('admit.history.hint')}
            on={history}
            onChange={setHistory}
          />
          <p className="small soft">{t('admit.what')}</p>
          <Button busy={admit.busy} onPress={() => admit.run(account)}>
            {t('admit.do')}
          </Button>
        </div>
      )}
    </section>
  );
};
