import { useTexts } from '../texts/TextsProvider.tsx';
import { MessageRow } from './MessageRow.tsx';
import type { MessageTools } from './message-tools.ts';
import { OutgoingRow } from './OutgoingRow.tsx';
import { sayDay } from './say-time.ts';
import type { TimelineRow } from './timeline-rows.ts';

export interface TimelineRowViewProps {
  row: TimelineRow;
  tools: MessageTools;
  marked: boolean;
  self: { account: string; name: string };
}

/** A message with what stands over it. */
export const TimelineRowView = ({ row, tools, marked, self }: TimelineRowViewProps) => {
  const t = useTexts();
  if (row.type === 'outgoing') return <OutgoingRow outgoing={row.outgoing} head={row.head} self={self} />;
  return (
    <>
      {row.day === undefined ? null : (
        <h3 className="day">
          <span>{sayDay(new Date(row.day), t.locale)}</span>
        </h3>
      )}
      {row.isNew ? (
        <p className="new-line">
          <span>{t('timeline.new')}</span>
        </p>
      ) : null}
      <MessageRow message={row.message} head={row.head} marked={marked} tools={tools} />
    </>
  );
};
