import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { PeoplePicker } from './PeoplePicker.tsx';
import { usePeople } from './use-people.ts';

export interface NewDirectSheetProps {
  spaces: readonly { id: string; name: string; state: string }[];
  onOpened: (space: string, channel: string) => void;
  onClose: () => void;
}

/** Besides oneself. */
const MOST_OTHERS = 8;

/** Chooses whom to write to: one person, or several at once. The conversation that is there already is opened again. */
export const NewDirectSheet = ({ spaces, onOpened, onClose }: NewDirectSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const { people, failure } = usePeople(spaces.filter(({ state }) => state === 'ready'));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const open = useCommand(async () => {
    const direct = await peer.call('dm.open', { names: [...chosen] });
    onOpened(direct.space, direct.channel);
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen.size > 0) open.run();
  };
  return (
    <Sheet title={t('direct.new')} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p className="soft">{t('direct.lead')}</p>
        <PeoplePicker
          people={people}
          chosen={chosen}
          onChange={setChosen}
          most={MOST_OTHERS}
          autoFocus
          withSpaces
        />
        <FailureNotice failure={failure ?? open.failure} />
        <div className="sheet-actions">
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit" busy={open.busy} isDisabled={chosen.size === 0}>
            {t('direct.open', { count: chosen.size })}
          </Button>
        </div>
      </form>
    </Sheet>
  );
};
