import { useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Composer } from '../composer/Composer.tsx';
import type { ComposerMode } from '../composer/composer-mode.ts';
import { type Failure, toFailure } from '../connection/failure.ts';
import { useLinkState, usePeer } from '../connection/PeerProvider.tsx';
import { Tick } from '../controls/Tick.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { AttachButton } from '../files/AttachButton.tsx';
import { DropArea } from '../files/DropArea.tsx';
import { TrayView } from '../files/TrayView.tsx';
import { useTray } from '../files/use-tray.ts';
import { useCheck } from '../moderation/use-check.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { estimateRow } from '../timeline/estimate-row.ts';
import { type ListControl, MessageList } from '../timeline/MessageList.tsx';
import { MessageStages } from '../timeline/MessageStages.tsx';
import { useMessageTools } from '../timeline/message-tools.ts';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { TimelineRowView } from '../timeline/TimelineRowView.tsx';
import { toRows } from '../timeline/timeline-rows.ts';
import { Pane } from '../workspace/Pane.tsx';
import { createThread, type Thread } from './thread.ts';

export interface ThreadPaneProps {
  channel: string;
  /** Any message of the thread. */
  message: string;
  onClose: () => void;
}

const nothing = (): void => undefined;

/** What was answered to one message, beside the channel. Mounted anew for each thread. */
export const ThreadPane = ({ channel, message, onClose }: ThreadPaneProps) => {
  const t = useTexts();
  const peer = usePeer();
  const link = useLinkState();
  const { space, self, channels } = usePlace();
  const readOnly = space.state !== 'ready';
  const thread = useMemo(
    () => createThread(peer, { space: space.id, channel, message }),
    [peer, space.id, channel, message],
  );
  const state = useSyncExternalStore(thread.subscribe, thread.snapshot);
  const [failure, setFailure] = useState<Failure>();
  const [mode, setMode] = useState<ComposerMode>();
  const [also, setAlso] = useState(false);
  const draft = `thread-${message}`;
  const tray = useTray(space.id, channel, draft);
  const check = useCheck(
    space.id,
    channels.find(({ id }) => id === channel),
  );
  const list = useRef<ListControl>(null);
  const rows = useMemo(
    () => toRows(state.messages, undefined, state.outgoing),
    [state.messages, state.outgoing],
  );
  const used = useMessageTools({
    channel,
    where: 'thread',
    readOnly,
    onChange: (changed) => thread.change([changed]),
    onCompose: (kind, chosen) => setMode(kind === 'edit' ? { kind, message: chosen } : undefined),
  });
  const { tools } = used;
  const root = state.messages[0]?.id;
  const showAsked = useEffectEvent(() => {
    if (root !== message) list.current?.showMessage(message);
  });
  useEffect(() => {
    if (state.loaded) showAsked();
  }, [state.loaded]);
  const refresh = useEffectEvent((shown: Thread) => void shown.refresh().then(setFailure));
  useEffect(() => {
    if (link === 'connected') refresh(thread);
  }, [link, thread]);

  const post = async (text: string): Promise<Failure | undefined> => {
    if (mode?.kind !== 'edit') {
      list.current?.scrollToEnd();
      if (tray.items.length > 0) return tray.send(text, { message: root ?? message, channel: also });
      return thread.post(text, also);
    }
    try {
      thread.change([await peer.call('message.edit', { space: space.id, id: mode.message.id, text })]);
      return undefined;
    } catch (error) {
      return toFailure(error);
    }
  };
  const editLast = (): boolean => {
    const last = state.messages.findLast((one) => one.own && one.kind === 'post' && one.deleted !== true);
    if (last === undefined) return false;
    setMode({ kind: 'edit', message: last });
    return true;
  };
  return (
    <Pane title={t('thread.title')} onClose={onClose} flush>
      <DropArea sign={t('files.drop.thread')} open={!readOnly} onFiles={tray.add}>
        <div className="thread">
          <FailureNotice failure={failure} onRetry={() => void thread.refresh().then(setFailure)} />
          {state.loaded ? (
            <MessageList
              label={t('thread.label')}
              rows={rows}
              estimate={estimateRow}
              newest
              control={list}
              start={t('thread.replies', { count: Math.max(0, state.messages.length - 1) })}
              renderRow={(row) => (
                <TimelineRowView
                  row={row}
                  tools={tools}
                  marked={row.key === message && row.key !== root}
                  self={self}
                />
              )}
              onStart={nothing}
              onEnd={nothing}
              onAtEnd={nothing}
              onKey={(id, event) => {
                const pressed = state.messages.find((one) => one.id === id);
                return pressed !== undefined && tools.press(pressed, event.key);
              }}
            />
          ) : failure === undefined ? (
            <Waiting>{t('timeline.loading')}</Waiting>
          ) : null}
        </div>
        {readOnly ? null : (
          <Composer
            key={mode?.kind === 'edit' ? mode.message.id : 'draft'}
            words={{
              form: t('thread.write'),
              field: t('thread.field'),
              placeholder: t('thread.placeholder'),
            }}
            draft={draft}
            mode={mode}
            onModeEnd={() => setMode(undefined)}
            onEditLast={editLast}
            post={post}
            check={check}
            tools={<AttachButton onFiles={tray.add} />}
            tray={<TrayView items={tray.items} onRemove={tray.remove} />}
            laden={tray.items.length > 0}
            foot={
              <Tick selected={also} onChange={setAlso}>
                {t('thread.also')}
              </Tick>
            }
          />
        )}
      </DropArea>
      <MessageStages {...used} onHidden={nothing} />
    </Pane>
  );
};
