import { useTexts } from '../texts/TextsProvider.tsx';
import { sayFullTime, sayTime } from './say-time.ts';
import { readTime } from './timeline-rows.ts';

/** Hours and minutes; the whole of it on hover. */
export const MessageTime = ({ time }: { time: string }) => {
  const t = useTexts();
  const date = readTime(time);
  return (
    <time
      className="message-time"
      title={sayFullTime(time, t.locale)}
      {...(date === undefined ? {} : { dateTime: date.toISOString() })}
    >
      {sayTime(time, t.locale)}
    </time>
  );
};
