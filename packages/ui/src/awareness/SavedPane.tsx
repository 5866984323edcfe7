import type { PlacedMessage } from '@plexi/operations';
import { BookmarkX } from 'lucide-react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { PlacedCard } from './PlacedCard.tsx';

/** What this person keeps for later, on all of their devices; nobody else sees it. */
export const SavedPane = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const saved = useQuery(
    'message.saved',
    {},
    (event) => event.type === 'settings' || event.type === 'changed',
  );
  const forget = useCommand(async ({ space, id }: PlacedMessage) => {
    await peer.call('message.save', { space, id, remove: true });
  });
  return (
    <Pane title={t('saved.open')} onClose={onClose}>
      <FailureNotice failure={saved.failure ?? forget.failure} onRetry={saved.reload} />
      {saved.data === undefined ? (
        <Waiting>{t('saved.loading')}</Waiting>
      ) : saved.data.length === 0 ? (
        <p className="soft">{t('saved.none')}</p>
      ) : (
        <div className="cards">
          {saved.data.map((message) => (
            <PlacedCard key={message.id} message={message}>
              <Button look="quiet" icon={<BookmarkX size={15} />} onPress={() => forget.run(message)}>
                {t('action.unsave')}
              </Button>
            </PlacedCard>
          ))}
        </div>
      )}
    </Pane>
  );
};
