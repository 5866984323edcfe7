import { ChevronLeft, ChevronRight } from 'lucide-react';
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  type DateValue,
  Heading,
} from 'react-aria-components';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from './PlaceProvider.tsx';

interface DatePickerProps {
  channel: string;
  onDone: () => void;
}

/** A month at a time; a day leads to its first message, or to the first one after it. */
const DatePicker = ({ channel, onDone }: DatePickerProps) => {
  const t = useTexts();
  const peer = usePeer();
  const { space, goToMessage } = usePlace();
  const go = useCommand(async (day: DateValue) => {
    const since = day.toDate(Intl.DateTimeFormat().resolvedOptions().timeZone).toISOString();
    const [first] = await peer.call('message.list', {
      space: space.id,
      channel,
      limit: 1,
      since,
      replies: false,
    });
    if (first !== undefined) goToMessage({ space: space.id, channel, message: first.id });
    onDone();
  });
  return (
    <>
      <Calendar className="calendar" aria-label={t('date.jump')} onChange={(day) => go.run(day)}>
        <header className="calendar-head">
          <AriaButton slot="previous" className="icon-button">
            <ChevronLeft size={16} className="mirror" aria-hidden="true" />
          </AriaButton>
          <Heading className="calendar-title" />
          <AriaButton slot="next" className="icon-button">
            <ChevronRight size={16} className="mirror" aria-hidden="true" />
          </AriaButton>
        </header>
        <CalendarGrid className="calendar-grid">
          {(date) => <CalendarCell date={date} className="calendar-cell" />}
        </CalendarGrid>
      </Calendar>
      <FailureNotice failure={go.failure} />
    </>
  );
};
export default DatePicker;
