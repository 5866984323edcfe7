import { MonitorDot, UserPlus } from 'lucide-react';
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { CopyField } from '../controls/CopyField.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { SecondPerson } from './SecondPerson.tsx';
import { shareRelay } from './share-relay.ts';

interface Invite {
  link: string;
  uses: number;
  expires: string;
  localOnly: boolean;
}

export interface InviteSheetProps {
  space: { id: string; name: string };
  onClose: () => void;
}

const DEFAULT_USES = 25;
const DEFAULT_DAYS = 7;

/** A link to pass on: how many it admits, until when, and whether it works beyond this machine. */
export const InviteSheet = ({ space, onClose }: InviteSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [invite, setInvite] = useState<Invite>();
  const [uses, setUses] = useState(String(DEFAULT_USES));
  const [days, setDays] = useState(String(DEFAULT_DAYS));
  const isCount = (text: string, most: number): boolean =>
    /^\d+$/u.test(text) && Number(text) >= 1 && Number(text) <= most;
  const usesProblem = isCount(uses, 1000) ? undefined : t('invite.uses.range');
  const daysProblem = isCount(days, 365) ? undefined : t('invite.days.range');

  const make = useCommand(async () => {
    setInvite(await peer.call('invite.create', { space: space.id, uses: Number(uses), days: Number(days) }));
  });
  const share = useCommand(async () => {
    await shareRelay(peer, true);
    setInvite(await peer.call('invite.create', { space: space.id, uses: Number(uses), days: Number(days) }));
    say(t('invite.shared'));
  });
  const makeFirst = useEffectEvent(make.run);
  useEffect(() => makeFirst(), []);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (usesProblem === undefined && daysProblem === undefined) make.run();
  };
  return (
    <Sheet title={t('invite.title', { space: space.name })} onClose={onClose} size="wide">
      {invite === undefined && make.failure === undefined ? <Waiting>{t('invite.making')}</Waiting> : null}
      <FailureNotice failure={make.failure ?? share.failure} />
      {invite === undefined ? null : (
        <>
          <CopyField label={t('invite.link')} value={invite.link} copyLabel={t('invite.copy')} autoFocus />
          <p className="small soft">
            {t('invite.terms', { uses: invite.uses, expires: new Date(invite.expires) })}
          </p>
          {invite.localOnly ? (
            <div className="caution">
              <MonitorDot size={18} aria-hidden="true" />
              <div className="form">
                <span>{t('invite.local')}</span>
                <div>
                  <Button onPress={share.run} busy={share.busy}>
                    {share.busy ? t('invite.sharing') : t('invite.share')}
                  </Button>
                </div>
              </div>
            </div>
          ) : null}
          <SecondPerson link={invite.link} />
        </>
      )}
      <details className="exact">
        <summary>{t('invite.other')}</summary>
        <form className="form invite-terms" onSubmit={submit} noValidate>
          <Field label={t('invite.uses')} value={uses} onChange={setUses} problem={usesProblem} />
          <Field label={t('invite.days')} value={days} onChange={setDays} problem={daysProblem} />
          <Button type="submit" icon={<UserPlus size={16} />} busy={make.busy}>
            {t('invite.make')}
          </Button>
        </form>
      </details>
    </Sheet>
  );
};
