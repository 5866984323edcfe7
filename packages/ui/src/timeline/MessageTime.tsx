import { useTexts } from '../texts/TextsProvider.tsx';
import { sayFullTime, sayTime } from './say-time.ts';
import { readTime } from './timeline-rows.ts';

/** Hours and minutes. `full` says the day too, on hover: only where somebody is near, since it takes its time to say. */
export const MessageTime = ({ time, full = false }: { time: string; full?: boolean }) => {
  const t = useTexts();
  const date = readTime(time);
  return (
    <time
      className="message-time"
      {...(full ? { title: sayFullTime(time, t.locale) } : {})}
      {...(date === undefined ? {} : { dateTime: date.toISOString() })}
    >
      {sayTime(time, t.locale)}
    </time>
  );
};
