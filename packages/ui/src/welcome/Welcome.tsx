import { KeyRound, MonitorSmartphone, ServerOff } from 'lucide-react';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Emblem } from './Emblem.tsx';
import { Step } from './Step.tsx';

export interface WelcomeProps {
  invitation: string | undefined;
  onCreate: () => void;
  onRestore: () => void;
}

/** The first page: what this is in a sentence, and the two ways in. */
export const Welcome = ({ invitation, onCreate, onRestore }: WelcomeProps) => {
  const t = useTexts();
  const preview = useQuery('invite.preview', invitation === undefined ? undefined : { link: invitation });
  return (
    <Step
      title={t('welcome.title')}
      emblem={<Emblem />}
      lead={
        preview.data === undefined
          ? t('welcome.lead')
          : t('welcome.invited', { inviter: preview.data.inviter, space: preview.data.space })
      }
    >
      <ul className="promises">
        <li>
          <KeyRound size={18} aria-hidden="true" />
          <span>{t('welcome.promise.keys')}</span>
        </li>
        <li>
          <ServerOff size={18} aria-hidden="true" />
          <span>{t('welcome.promise.relay')}</span>
        </li>
        <li>
          <MonitorSmartphone size={18} aria-hidden="true" />
          <span>{t('welcome.promise.offline')}</span>
        </li>
      </ul>
      <div className="step-actions">
        <Button look="primary" wide onPress={onCreate}>
          {t('welcome.create')}
        </Button>
        <Button wide onPress={onRestore}>
          {t('welcome.restore')}
        </Button>
      </div>
    </Step>
  );
};
