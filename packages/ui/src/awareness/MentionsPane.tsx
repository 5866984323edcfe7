import { useState } from 'react';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { PlacedCard } from './PlacedCard.tsx';

/** Every message that names this account, newest first, from all spaces. */
export const MentionsPane = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const [unread, setUnread] = useState(false);
  const mentions = useQuery('mention.list', { unread }, (event) => event.type === 'unread');
  return (
    <Pane title={t('mentions.open')} onClose={onClose}>
      <fieldset className="row plain-set" aria-label={t('mentions.filter')}>
        <Button look={unread ? 'quiet' : 'plain'} aria-pressed={!unread} onPress={() => setUnread(false)}>
          {t('mentions.all')}
        </Button>
        <Button look={unread ? 'plain' : 'quiet'} aria-pressed={unread} onPress={() => setUnread(true)}>
          {t('mentions.unread')}
        </Button>
      </fieldset>
      <FailureNotice failure={mentions.failure} onRetry={mentions.reload} />
      {mentions.data === undefined ? (
        <Waiting>{t('mentions.loading')}</Waiting>
      ) : mentions.data.length === 0 ? (
        <p className="soft">{t(unread ? 'mentions.none.unread' : 'mentions.none')}</p>
      ) : (
        <div className="cards">
          {mentions.data.map((message) => (
            <div key={message.id} className="placed-card" data-unread={message.unread}>
              {message.unread ? <span className="unseen">{t('mentions.new')}</span> : null}
              <PlacedCard message={message} />
            </div>
          ))}
        </div>
      )}
    </Pane>
  );
};
