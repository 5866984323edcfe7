import type { Member, SpaceSummary } from '@plexi/operations';
import { AtSign, Ban, MessageSquare, ShieldCheck } from 'lucide-react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { NameFlag } from '../lookalike/NameFlag.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { VerifiedMark } from '../verification/VerifiedMark.tsx';
import { useVerified } from '../verification/VerifiedProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';

export interface ProfilePaneProps {
  space: SpaceSummary;
  account: string;
  members: readonly Member[];
  onMention: (name: string) => void;
  onGo: (space: string, channel: string) => void;
  onClose: () => void;
}

const VERIFY_WORDS = {
  none: 'verify.open',
  verified: 'verify.show',
  changed: 'verify.again',
} as const;

const sayLocalTime = (zone: string, locale: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone }).format(new Date());
  } catch {
    // A zone that this browser does not know.
    return undefined;
  }
};

/** Who somebody is: what they say, and what can be checked. */
export const ProfilePane = ({ space, account, members, onMention, onGo, onClose }: ProfilePaneProps) => {
  const t = useTexts();
  const peer = usePeer();
  const member = members.find((one) => one.account === account);
  const profile = useQuery(
    'profile.show',
    { space: space.id, account },
    (event) => event.type === 'settings' || (event.type === 'presence' && event.space === space.id),
  );
  const shown = profile.data;
  const name = shown?.name ?? member?.name ?? '';
  const self = shown?.self ?? member?.self ?? false;
  const write = useCommand(async () => {
    const direct = await peer.call('dm.open', { names: [account], space: space.id });
    onGo(direct.space, direct.channel);
  });
  const block = useCommand(async () => {
    const what = { space: space.id, name: account };
    await (shown?.blocked === true ? peer.call('account.unblock', what) : peer.call('account.block', what));
    profile.reload();
  });
  const verified = useVerified();
  const verification = verified.people.get(account);
  const state = verification?.state ?? 'none';
  const zone = shown?.zone ?? '';
  const time = zone === '' ? undefined : sayLocalTime(zone, t.locale);
  return (
    <Pane title={t('profile.title')} onClose={onClose}>
      <div className="profile-head">
        <Avatar id={account} name={name} picture={shown?.avatar} size="large" />
        <div className="profile-name">
          <p>
            <strong>
              <bdi>{name}</bdi>
            </strong>{' '}
            <VerifiedMark accounts={[account]} />
            {self ? <span className="faint">{t('member.you')}</span> : null}
          </p>
          <NameFlag
            id={account}
            name={name}
            among={members.map((one) => ({ id: one.account, name: one.name }))}
          />
          {shown === undefined || shown.title === '' ? null : (
            <p className="small soft">
              <bdi>{shown.title}</bdi>
            </p>
          )}
          {shown === undefined ? null : (
            <p className="small">
              {t(`presence.${shown.presence.status}`)}
              {shown.presence.text === undefined ? null : (
                <>
                  {' · '}
                  <bdi>{`${shown.presence.emoji ?? ''} ${shown.presence.text}`.trim()}</bdi>
                </>
              )}
            </p>
          )}
        </div>
      </div>
      {self ? null : (
        <div className="row">
          <Button icon={<MessageSquare size={16} />} busy={write.busy} onPress={write.run}>
            {t('profile.write')}
          </Button>
          <Button icon={<AtSign size={16} />} onPress={() => onMention(name)}>
            {t('profile.mention')}
          </Button>
          <Button
            look={state === 'changed' ? 'primary' : 'plain'}
            icon={<ShieldCheck size={16} />}
            onPress={() => verified.compare(account)}
          >
            {t(VERIFY_WORDS[state])}
          </Button>
        </div>
      )}
      <FailureNotice failure={write.failure ?? block.failure} />
      <dl className="facts">
        {shown === undefined || shown.pronouns === '' ? null : (
          <div>
            <dt>{t('profile.pronouns')}</dt>
            <dd>
              <bdi>{shown.pronouns}</bdi>
            </dd>
          </div>
        )}
        {shown === undefined || shown.about === '' ? null : (
          <div>
            <dt>{t('profile.about')}</dt>
            <dd className="profile-about">
              <bdi>{shown.about}</bdi>
            </dd>
          </div>
        )}
        {time === undefined ? null : (
          <div>
            <dt>{t('profile.time')}</dt>
            <dd>
              <time>{time}</time> <bdi className="faint">{zone}</bdi>
            </dd>
          </div>
        )}
        {member === undefined ? null : (
          <div>
            <dt>{t('profile.role')}</dt>
            <dd>
              {t(`role.${member.role}`)} · {t('member.devices', { count: member.devices })}
            </dd>
          </div>
        )}
        {self ? null : (
          <div>
            <dt>{t('verify.fact')}</dt>
            <dd>
              {verification?.since === undefined
                ? t('verify.fact.none')
                : t(state === 'changed' ? 'verify.fact.changed' : 'verify.fact.since', {
                    since: new Date(verification.since),
                  })}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('account.fingerprint')}</dt>
          <dd>
            <span className="mono small">{shown?.fingerprint ?? member?.fingerprint ?? ''}</span>
            {self ? <span className="fact-hint">{t('account.compare')}</span> : null}
          </dd>
        </div>
      </dl>
      {self ? null : (
        <>
          <Button look="quiet" icon={<Ban size={16} />} busy={block.busy} onPress={block.run}>
            {shown?.blocked === true ? t('profile.unblock') : t('profile.block')}
          </Button>
          <p className="small soft">{t('profile.block.what')}</p>
        </>
      )}
    </Pane>
  );
};
