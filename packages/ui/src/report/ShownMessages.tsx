import { Eye } from 'lucide-react';
import { useId } from 'react';
import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayShortTime } from '../timeline/say-time.ts';

interface ShownMessage {
  id: string;
  author: string;
  authorId: string;
  time: string;
  text: string;
  files: readonly string[];
  isReported: boolean;
  /** What it is beside the message that was reported. */
  label?: string | undefined;
}

interface ShownMessagesProps {
  title: string;
  /** Whether it shows what its readers could not read. */
  warn?: boolean;
  messages: readonly ShownMessage[];
}

/** Messages as a report shows them: in order, the reported one marked in words. */
export const ShownMessages = ({ title, warn = false, messages }: ShownMessagesProps) => {
  const t = useTexts();
  const id = useId();
  return (
    <section className="shown" data-warn={warn} aria-labelledby={id}>
      <p className="shown-title small" id={id}>
        <Eye size={15} aria-hidden="true" />
        {title}
      </p>
      <ol className="shown-list">
        {messages.map(({ id: key, author, authorId, time, text, files, isReported, label }) => (
          <li key={key} className="shown-message" data-reported={isReported}>
            <p className="shown-head small">
              <Avatar id={authorId} name={author} size="small" />
              <bdi className="message-author">{author}</bdi>
              <span className="soft shown-time">{sayShortTime(time, t.locale)}</span>
              {isReported ? <strong className="shown-mark">{t('report.shown.reported')}</strong> : null}
              {label === undefined ? null : <strong className="shown-mark">{label}</strong>}
            </p>
            {text === '' ? null : (
              <p className="shown-words" dir="auto">
                {text}
              </p>
            )}
            {files.length === 0 ? null : (
              <p className="small soft">
                {t('report.shown.files', { count: files.length, names: files.join(', ') })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};
