import type { Message } from '@plexi/operations';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from './PlaceProvider.tsx';

export interface DeleteSheetProps {
  message: Message;
  /** Hides it from this account alone. */
  onlyHere?: boolean;
  onChange?: (message: Message) => void;
  onHidden?: () => void;
  onClose: () => void;
}

/** [L4] Says what deleting does, to whom, and that it can't be undone, before it happens. */
export const DeleteSheet = ({ message, onlyHere = false, onChange, onHidden, onClose }: DeleteSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const { space } = usePlace();
  const remove = useCommand(async () => {
    if (onlyHere) {
      await peer.call('message.hide', { space: space.id, id: message.id });
      onHidden?.();
    } else {
      onChange?.(await peer.call('message.delete', { space: space.id, id: message.id }));
    }
    onClose();
  });
  const what = onlyHere ? 'hide.what' : message.own ? 'delete.what' : 'delete.what.other';
  return (
    <Sheet alert title={t(onlyHere ? 'hide.title' : 'delete.title')} onClose={onClose}>
      <p>{t(what, { name: message.author })}</p>
      {message.text === '' ? null : (
        <blockquote className="sheet-quote" dir="auto">
          {message.text.slice(0, 300)}
        </blockquote>
      )}
      <FailureNotice failure={remove.failure} />
      <div className="sheet-actions">
        <Button autoFocus onPress={onClose}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={remove.busy} onPress={() => remove.run()}>
          {t(onlyHere ? 'action.hide' : 'action.delete')}
        </Button>
      </div>
    </Sheet>
  );
};
