import type { ChannelSummary, Member, SpaceSummary } from '@plexi/operations';
import { LockKeyhole } from 'lucide-react';
import { isScopedMember, useReaders } from '../assistant/use-readers.ts';
import { useQuery } from '../connection/use-query.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';

export interface TrustPaneProps {
  space: SpaceSummary;
  channel: ChannelSummary;
  members: readonly Member[];
  onClose: () => void;
}

/** Who can read this, on how many devices, under which keys. */
export const TrustPane = ({ space, channel, members, onClose }: TrustPaneProps) => {
  const t = useTexts();
  const details = useQuery(
    'space.show',
    { space: space.id },
    (event) => event.type === 'space' && event.space === space.id,
  );
  const { readers } = useReaders(space, channel, members);
  return (
    <Pane title={t('trust.title')} onClose={onClose}>
      <FailureNotice failure={details.failure} />
      <p className="trust-lead">
        <LockKeyhole size={18} aria-hidden="true" />
        <span>{t('trust.lead')}</span>
      </p>
      <h3>{t('trust.readers', { count: readers.length })}</h3>
      <ul className="cards">
        {readers.map((member) => (
          <li key={member.account} className="card">
            <p>
              <bdi>{member.name}</bdi> {member.self ? <span className="faint">{t('member.you')}</span> : null}
              {isScopedMember(member) ? <span className="faint">{t(`role.${member.role}`)}</span> : null}
            </p>
            <p className="small soft">{t('member.devices', { count: member.devices })}</p>
            <p className="mono tiny soft">{member.fingerprint}</p>
          </li>
        ))}
      </ul>
      <p className="small soft">{t('trust.compare')}</p>
      {details.data === undefined ? null : (
        <details className="exact">
          <summary>{t('trust.exact')}</summary>
          <dl className="facts">
            <div>
              <dt>{t('trust.suite')}</dt>
              <dd className="mono">{details.data.suite}</dd>
            </div>
            <div>
              <dt>{t('trust.epoch')}</dt>
              <dd>{details.data.epoch}</dd>
            </div>
            <div>
              <dt>{t('trust.keys')}</dt>
              <dd>{t('member.devices', { count: details.data.devicesWithKeys })}</dd>
            </div>
            <div>
              <dt>{t('trust.owner')}</dt>
              <dd>
                <bdi>{details.data.owner}</bdi>
              </dd>
            </div>
            <div>
              <dt>{t('trust.acts')}</dt>
              <dd>{details.data.acts}</dd>
            </div>
            <div>
              <dt>{t('trust.heads')}</dt>
              <dd className="mono tiny">{details.data.governanceHeads.join(' ')}</dd>
            </div>
          </dl>
        </details>
      )}
      <p className="small soft">{t('trust.unaudited')}</p>
    </Pane>
  );
};
