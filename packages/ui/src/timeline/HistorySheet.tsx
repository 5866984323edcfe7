import type { Message } from '@plexi/operations';
import { useQuery } from '../connection/use-query.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { MarkdownText } from '../markdown/MarkdownText.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from './PlaceProvider.tsx';
import { sayFullTime } from './say-time.ts';

/** How a message read before it was edited, the newest form first. */
export const HistorySheet = ({ message, onClose }: { message: Message; onClose: () => void }) => {
  const t = useTexts();
  const { space } = usePlace();
  const history = useQuery('message.history', { space: space.id, id: message.id });
  return (
    <Sheet title={t('history.title')} size="wide" onClose={onClose}>
      <FailureNotice failure={history.failure} onRetry={history.reload} />
      {history.data === undefined ? (
        <Waiting>{t('history.loading')}</Waiting>
      ) : (
        <ol className="history">
          {history.data.toReversed().map((form) => (
            <li key={form.time} className="card">
              <p className="tiny faint">{sayFullTime(form.time, t.locale)}</p>
              <MarkdownText text={form.text} />
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  );
};
