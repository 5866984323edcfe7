import type { Message } from '@plexi/operations';
import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from './PlaceProvider.tsx';
import { sayFullTime } from './say-time.ts';

/** Faces shown on the chip. */
const FACES = 3;

/** The thread that began with a message: who, how many, and when last. */
export const RepliesChip = ({
  replies,
  onOpen,
}: {
  replies: NonNullable<Message['replies']>;
  onOpen: () => void;
}) => {
  const t = useTexts();
  const { members } = usePlace();
  return (
    <button type="button" className="replies" onClick={onOpen}>
      <span className="replies-faces">
        {replies.authors.slice(0, FACES).map((account) => (
          <Avatar
            key={account}
            id={account}
            name={members.find((member) => member.account === account)?.name ?? ''}
            size="small"
          />
        ))}
      </span>
      <span className="replies-count">{t('thread.replies', { count: replies.count })}</span>
      <span className="faint tiny">{t('thread.last', { time: sayFullTime(replies.last, t.locale) })}</span>
    </button>
  );
};
