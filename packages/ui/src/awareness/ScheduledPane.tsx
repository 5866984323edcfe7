import type { Scheduled } from '@plexi/operations';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { MessageText } from '../timeline/MessageText.tsx';
import { sayFullTime } from '../timeline/say-time.ts';
import { Pane } from '../workspace/Pane.tsx';
import { ScheduleSheet } from './ScheduleSheet.tsx';

/** What this device sends later. */
export const ScheduledPane = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const [editing, setEditing] = useState<Scheduled>();
  const scheduled = useQuery('scheduled.list', {}, (event) => event.type === 'scheduled');
  const cancel = useCommand(async (id: string) => {
    await peer.call('scheduled.cancel', { id });
  });
  return (
    <Pane title={t('scheduled.open')} onClose={onClose}>
      <FailureNotice failure={scheduled.failure ?? cancel.failure} onRetry={scheduled.reload} />
      <p className="small soft">{t('scheduled.what')}</p>
      {scheduled.data === undefined ? (
        <Waiting>{t('scheduled.loading')}</Waiting>
      ) : scheduled.data.length === 0 ? (
        <p className="soft">{t('scheduled.none')}</p>
      ) : (
        <div className="cards">
          {scheduled.data.map((message) => (
            <article key={message.id} className="card message-card">
              <p className="small soft">
                {t('scheduled.at', {
                  time: sayFullTime(message.at, t.locale),
                  channel: message.name,
                })}
              </p>
              <MessageText text={message.text} />
              {message.problem === undefined ? null : (
                <p className="small field-problem">{t('scheduled.problem')}</p>
              )}
              <div className="row">
                <Button look="quiet" icon={<Pencil size={15} />} onPress={() => setEditing(message)}>
                  {t('scheduled.edit')}
                </Button>
                <Button look="quiet" icon={<Trash2 size={15} />} onPress={() => cancel.run(message.id)}>
                  {t('scheduled.cancel')}
                </Button>
              </div>
            </article>
          ))}
        </div>
      )}
      {editing === undefined ? null : (
        <ScheduleSheet
          space={editing.space}
          channel={{ id: editing.channel, name: editing.name }}
          text={editing.text}
          scheduled={editing}
          onDone={() => setEditing(undefined)}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Pane>
  );
};
