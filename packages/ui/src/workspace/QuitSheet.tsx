import { DISCONNECTED, toFailure } from '../connection/failure.ts';
import { usePeerLink } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Stops the client, after saying what that means. */
export const QuitSheet = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const link = usePeerLink();
  const quit = useCommand(async () => {
    try {
      await link.client.call('app.quit', {});
    } catch (error) {
      // It went before it could answer: that is what was asked for.
      if (toFailure(error).code !== DISCONNECTED) throw error;
    }
    link.stop();
  });
  return (
    <Sheet title={t('quit.title')} onClose={onClose} alert>
      <p>{t('quit.what')}</p>
      <FailureNotice failure={quit.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button look="primary" onPress={quit.run} busy={quit.busy} autoFocus>
          {t('quit')}
        </Button>
      </div>
    </Sheet>
  );
};
