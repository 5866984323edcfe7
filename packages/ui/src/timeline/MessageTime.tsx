import { useTexts } from '../texts/TextsProvider.tsx';
import { sayBriefTime, sayFullTime, sayTime } from './say-time.ts';
import { readTime } from './timeline-rows.ts';

export interface MessageTimeProps {
  time: string;
  /** Says the day too, on hover: only where somebody is near, since it takes its time to say. */
  full?: boolean;
  /** Where there is no room for which half of the day it is. */
  brief?: boolean;
}

/** Hours and minutes. */
export const MessageTime = ({ time, full = false, brief = false }: MessageTimeProps) => {
  const t = useTexts();
  const date = readTime(time);
  return (
    <time
      className="message-time"
      {...(full ? { title: sayFullTime(time, t.locale) } : {})}
      {...(date === undefined ? {} : { dateTime: date.toISOString() })}
    >
      {(brief ? sayBriefTime : sayTime)(time, t.locale)}
    </time>
  );
};
