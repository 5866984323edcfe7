import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { CopyField } from '../controls/CopyField.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { NewDevices } from './NewDevices.tsx';
import { QrCode } from './QrCode.tsx';
import { SafetyNumber } from './SafetyNumber.tsx';

/** What two people compare to know that nobody stands between them, and what comes of it. */
export const VerifySheet = ({ account, onClose }: { account: string; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const person = useQuery(
    'member.number',
    { name: account },
    ({ type }) => type === 'settings' || type === 'space',
  );
  const [theirs, setTheirs] = useState('');
  const [empty, setEmpty] = useState(false);
  const name = person.data?.name ?? '';
  const state = person.data?.state ?? 'none';
  const verify = useCommand(async (number: string) => {
    await peer.call('member.verify', { name: account, number });
    say(t('verify.done', { name }));
    onClose();
  });
  const takeBack = useCommand(async () => {
    await peer.call('member.unverify', { name: account });
    say(t('verify.taken', { name }));
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setEmpty(theirs.trim() === '');
    if (theirs.trim() !== '') verify.run(theirs);
  };
  const { data } = person;
  return (
    <Sheet title={t(`verify.title.${state}`, { name })} onClose={onClose} size="wide">
      <FailureNotice failure={person.failure} onRetry={person.reload} />
      {data === undefined ? (
        person.failure === undefined ? (
          <Waiting>{t('verify.loading')}</Waiting>
        ) : null
      ) : (
        <>
          {state === 'changed' ? <NewDevices person={data} /> : null}
          {state === 'verified' && data.since !== undefined ? (
            <p className="small soft">{t('verify.since', { since: new Date(data.since) })}</p>
          ) : null}
          <p>{t('verify.lead', { name })}</p>
          <div className="verify">
            <QrCode text={data.code} label={t('verify.qr', { name })} />
            <SafetyNumber number={data.number} />
          </div>
          <CopyField
            label={t('verify.code', { name })}
            value={data.code}
            copyLabel={t('verify.copy')}
            look="plain"
          />
          <form className="form" onSubmit={submit} noValidate>
            <Field
              label={t('verify.theirs', { name })}
              value={theirs}
              onChange={(text) => {
                setTheirs(text);
                setEmpty(false);
              }}
              hint={t('verify.theirs.hint', { name })}
              problem={empty ? t('verify.theirs.empty', { name }) : undefined}
              maxLength={512}
              mono
            />
            <div className="row">
              <Button type="submit" busy={verify.busy}>
                {t('verify.compare')}
              </Button>
            </div>
            <FailureNotice failure={verify.failure ?? takeBack.failure} />
            <div className="sheet-actions">
              {state === 'none' ? null : (
                <Button look="quiet" busy={takeBack.busy} onPress={takeBack.run}>
                  {t('verify.take')}
                </Button>
              )}
              <Button look="primary" busy={verify.busy} onPress={() => verify.run(data.number)}>
                {t(state === 'changed' ? 'verify.same.new' : 'verify.same')}
              </Button>
            </div>
          </form>
        </>
      )}
    </Sheet>
  );
};
