import type { Device } from '@plexi/operations';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Says what putting a computer out means, before it happens. */
export const RemoveDevice = ({ device, onClose }: { device: Device; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const remove = useCommand(async () => {
    const { spaces, kept } = await peer.call('device.remove', { device: device.device });
    say(t('device.remove.done', { count: spaces.length }));
    for (const { space, reason } of kept) say(t('device.remove.kept', { space, reason }));
    onClose();
  });
  return (
    <Sheet title={t('device.remove.title')} onClose={onClose} alert>
      {device.name === undefined ? null : (
        <p>
          <strong>
            <bdi>{device.name}</bdi>
          </strong>
        </p>
      )}
      <p className="mono small">
        <bdi>{device.fingerprint}</bdi>
      </p>
      <p>
        {device.removable
          ? t('device.remove.what', { spaces: device.spaces.length })
          : t('device.remove.newer')}
      </p>
      <FailureNotice failure={remove.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose} autoFocus>
          {t('cancel')}
        </Button>
        {device.removable ? (
          <Button look="danger" onPress={remove.run} busy={remove.busy}>
            {t('device.remove')}
          </Button>
        ) : null}
      </div>
    </Sheet>
  );
};
