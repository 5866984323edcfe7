import { Link2, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Emblem } from '../welcome/Emblem.tsx';
import { Step } from '../welcome/Step.tsx';
import { CreateSpaceForm } from './CreateSpaceForm.tsx';
import { PasteInviteForm } from './PasteInviteForm.tsx';

export interface FirstStepsProps {
  name: string;
  relay: { address: string; localOnly: boolean } | undefined;
  onCreated: (space: string) => void;
  onLink: (link: string) => void;
  /** Absent where there is nothing to go back to. */
  onCancel?: (() => void) | undefined;
  first: boolean;
}

/** An account and no space, or another space: start one or come to one. */
export const FirstSteps = ({ name, relay, onCreated, onLink, onCancel, first }: FirstStepsProps) => {
  const t = useTexts();
  const [way, setWay] = useState<'create' | 'join'>();
  if (way === 'create')
    return (
      <Step title={t('space.create.title')} lead={t('space.create.lead')} onBack={() => setWay(undefined)}>
        <CreateSpaceForm relay={relay} onCreated={onCreated} />
      </Step>
    );
  if (way === 'join')
    return (
      <Step title={t('paste.title')} lead={t('paste.lead')} onBack={() => setWay(undefined)}>
        <PasteInviteForm onLink={onLink} onAdopted={onCreated} />
      </Step>
    );
  return (
    <Step
      title={first ? t('first.title', { name }) : t('first.another')}
      lead={t('first.lead')}
      emblem={<Emblem />}
      onBack={onCancel}
    >
      <div className="step-actions">
        <Button look="primary" wide icon={<Plus size={18} />} onPress={() => setWay('create')}>
          {t('first.create')}
        </Button>
        <Button wide icon={<Link2 size={18} />} onPress={() => setWay('join')}>
          {t('first.join')}
        </Button>
      </div>
    </Step>
  );
};
