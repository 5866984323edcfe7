import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { ChangeLine } from './ChangeLine.tsx';
import { ComingLine } from './ComingLine.tsx';
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
  /** Marks everything as read; absent once it is. */
  onRead?: (() => void) | undefined;
}

/** A message with what stands over it. */
export const TimelineRowView = ({ row, tools, marked, self, onRead }: TimelineRowViewProps) => {
  const t = useTexts();
  if (row.type === 'outgoing') return <OutgoingRow outgoing={row.outgoing} head={row.head} self={self} />;
  const day =
    row.day === undefined ? null : (
      <h3 className="day">
        <span>{sayDay(new Date(row.day), t.locale)}</span>
      </h3>
    );
  if (row.type === 'change')
    return (
      <>
        {day}
        <ChangeLine change={row.change} />
      </>
    );
  return (
    <>
      {row.message.earlierComing === true ? <ComingLine /> : null}
      {day}
      {row.isNew ? (
        <div className="new-line">
          <p>{t('timeline.new')}</p>
          {onRead === undefined ? null : (
            <Button look="quiet" onPress={onRead}>
              {t('timeline.read')}
            </Button>
          )}
        </div>
      ) : null}
      <MessageRow message={row.message} head={row.head} marked={marked} tools={tools} />
    </>
  );
};
