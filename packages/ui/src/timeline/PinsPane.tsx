import { PinOff } from 'lucide-react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { MessageCard } from './MessageCard.tsx';
import { usePlace } from './PlaceProvider.tsx';

export interface PinsPaneProps {
  channel: { id: string; name: string };
  onClose: () => void;
}

/** What is worth finding again in a channel, for everyone in it. */
export const PinsPane = ({ channel, onClose }: PinsPaneProps) => {
  const t = useTexts();
  const peer = usePeer();
  const { space, goToMessage } = usePlace();
  const pins = useQuery(
    'message.pins',
    { space: space.id, channel: channel.id },
    (event) => (event.type === 'changed' || event.type === 'reset') && event.channel === channel.id,
  );
  const unpin = useCommand(async (id: string) => {
    await peer.call('message.pin', { space: space.id, id, remove: true });
    pins.reload();
  });
  return (
    <Pane title={t('pins.title', { channel: channel.name })} onClose={onClose}>
      <FailureNotice failure={pins.failure ?? unpin.failure} onRetry={pins.reload} />
      {pins.data === undefined ? (
        <Waiting>{t('pins.loading')}</Waiting>
      ) : pins.data.length === 0 ? (
        <p className="soft">{t('pins.none')}</p>
      ) : (
        <div className="cards">
          {pins.data.map((message) => (
            <MessageCard
              key={message.id}
              message={message}
              onGo={() => goToMessage({ space: space.id, channel: channel.id, message: message.id })}
            >
              {space.state === 'ready' ? (
                <Button look="quiet" icon={<PinOff size={15} />} onPress={() => unpin.run(message.id)}>
                  {t('action.unpin')}
                </Button>
              ) : null}
            </MessageCard>
          ))}
        </div>
      )}
    </Pane>
  );
};
