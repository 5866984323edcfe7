import { HardDriveDownload } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { decodeBase64url } from '../canvas/base64url.ts';
import { saveFile } from '../canvas/save-file.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayDay } from '../timeline/say-time.ts';

const NOTHING = { first: '', again: '' };

/** Today's date is all that the file's name says. */
const fileName = (): string => `plexichat-${new Date().toISOString().slice(0, 10)}.plexi-backup`;

/** Saves what brings the account back on another computer, together with the recovery phrase. */
export const BackupForm = () => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [typed, setTyped] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const save = useCommand(async () => {
    const { backup, spaces, expires } = await peer.call('account.backup', { passphrase: typed.first });
    saveFile(fileName(), 'application/octet-stream', decodeBase64url(backup));
    setTyped(NOTHING);
    setTried(false);
    say(t('backup.saved', { spaces, until: sayDay(new Date(expires), t.locale) }));
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (typed.first !== '' && typed.first === typed.again) save.run();
  };
  const differs = (typed.again !== '' || tried) && typed.first !== '' && typed.first !== typed.again;
  return (
    <form className="form" onSubmit={submit} noValidate>
      <h3>{t('backup.title')}</h3>
      <p className="small soft">{t('backup.lead')}</p>
      <Field
        label={t('backup.passphrase')}
        type="password"
        autoComplete="new-password"
        maxLength={1024}
        value={typed.first}
        onChange={(first) => setTyped({ ...typed, first })}
        problem={tried && typed.first === '' ? t('protection.new.empty') : undefined}
      />
      <Field
        label={t('backup.again')}
        type="password"
        autoComplete="new-password"
        maxLength={1024}
        value={typed.again}
        onChange={(again) => setTyped({ ...typed, again })}
        problem={differs ? t('passphrase.differs') : undefined}
      />
      <FailureNotice failure={save.failure} />
      <p className="row">
        <Button type="submit" icon={<HardDriveDownload size={16} />} busy={save.busy}>
          {t('backup.save')}
        </Button>
      </p>
    </form>
  );
};
