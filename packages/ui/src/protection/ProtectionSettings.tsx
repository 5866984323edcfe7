import type { Protection } from '@plexi/operations';
import { LockKeyhole, ShieldAlert, ShieldCheck } from 'lucide-react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayShortTime } from '../timeline/say-time.ts';
import { BackupForm } from './BackupForm.tsx';
import { PassphraseForm } from './PassphraseForm.tsx';

const MINUTES = [0, 1, 5, 15, 60, 240];

/** What protects this profile on this computer, in words, and how to have it protected better. */
export const ProtectionSettings = () => {
  const found = useQuery('account.protection', {}, (event) => event.type === 'account');
  if (found.data === undefined) return <FailureNotice failure={found.failure} onRetry={found.reload} />;
  return <Protected protection={found.data} onChanged={found.reload} key={found.data.lock} />;
};

interface ProtectedProps {
  protection: Protection;
  onChanged: () => void;
}

const Protected = ({ protection, onChanged }: ProtectedProps) => {
  const t = useTexts();
  const peer = usePeer();
  const { lock, since, cipher, stretching, autoLock, profile } = protection;
  const hasPassphrase = lock === 'passphrase';
  const setMinutes = useCommand(async (minutes: number) => {
    await peer.call('account.autolock', { minutes });
    onChanged();
  });
  const lockNow = useCommand(async () => {
    await peer.call('account.lock', {});
  });
  const minutes = MINUTES.includes(autoLock) ? MINUTES : [...MINUTES, autoLock].sort((a, b) => a - b);
  return (
    <>
      <section className="protection" data-weak={!hasPassphrase} aria-label={t('protection.title')}>
        {hasPassphrase ? (
          <ShieldCheck size={20} aria-hidden="true" />
        ) : (
          <ShieldAlert size={20} aria-hidden="true" />
        )}
        <div>
          <p>
            <strong>{t(`protection.lock.${lock}`)}</strong>
          </p>
          <p className="small soft">{t(`protection.means.${lock}`)}</p>
        </div>
      </section>
      <dl className="facts">
        <div>
          <dt>{t('protection.since')}</dt>
          <dd>
            <time dateTime={since}>{sayShortTime(since, t.locale)}</time>
          </dd>
        </div>
        <div>
          <dt>{t('protection.cipher')}</dt>
          <dd className="mono small">{cipher}</dd>
        </div>
        {stretching === undefined ? null : (
          <div>
            <dt>{t('protection.stretching')}</dt>
            <dd className="mono small">{stretching}</dd>
          </div>
        )}
        <div>
          <dt>{t('account.profile')}</dt>
          <dd className="mono small">{profile}</dd>
        </div>
      </dl>
      <Choice
        label={t('protection.auto')}
        hint={t(hasPassphrase ? 'protection.auto.hint' : 'protection.auto.needs')}
        value={String(autoLock)}
        disabled={!hasPassphrase}
        options={minutes.map((each) => ({
          value: String(each),
          label: each === 0 ? t('protection.auto.never') : t('protection.auto.after', { minutes: each }),
        }))}
        onChange={(value) => setMinutes.run(Number(value))}
      />
      {hasPassphrase ? (
        <Button icon={<LockKeyhole size={16} />} onPress={lockNow.run} busy={lockNow.busy}>
          {t('protection.now')}
        </Button>
      ) : null}
      <FailureNotice failure={setMinutes.failure ?? lockNow.failure} />
      <PassphraseForm hasPassphrase={hasPassphrase} onChanged={onChanged} />
      <BackupForm />
    </>
  );
};
