import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLinkState, usePeer } from '../connection/PeerProvider.tsx';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { createNoteSession, type NoteSession } from './note-session.ts';
import { moveIndex } from './text-diff.ts';

export interface NotePaneProps {
  space: string;
  channel: { id: string; name: string };
  readOnly: boolean;
  onClose: () => void;
}

/** The field itself: its caret stays with the words that it stands in, whoever else writes. */
const NoteField = ({
  session,
  label,
  readOnly,
}: {
  session: NoteSession;
  label: string;
  readOnly: boolean;
}) => {
  const field = useRef<HTMLTextAreaElement>(null);
  const selection = useRef<{ start: number; end: number }>(undefined);
  const { text, status } = useSyncExternalStore(session.subscribe, session.snapshot);

  useEffect(
    () =>
      session.onRemote((delta) => {
        const element = field.current;
        if (element === null) return;
        const { start, end } = selection.current ?? {
          start: element.selectionStart,
          end: element.selectionEnd,
        };
        selection.current = { start: moveIndex(start, delta), end: moveIndex(end, delta) };
      }),
    [session],
  );
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null || selection.current === undefined || element.value !== text) return;
    const { start, end } = selection.current;
    selection.current = undefined;
    const { scrollTop } = element;
    element.setSelectionRange(start, end);
    element.scrollTop = scrollTop;
  }, [text]);

  return (
    <textarea
      ref={field}
      className="note-text"
      aria-label={label}
      dir="auto"
      autoComplete="off"
      value={text}
      readOnly={readOnly || status === 'opening'}
      onChange={(event) => session.write(event.currentTarget.value, event.currentTarget.selectionEnd)}
      onCompositionStart={() => session.hold(true)}
      onCompositionEnd={() => session.hold(false)}
    />
  );
};

/** The channel's shared note: one text that everybody edits together. Mounted anew for each channel. */
export const NotePane = ({ space, channel, readOnly, onClose }: NotePaneProps) => {
  const t = useTexts();
  const peer = usePeer();
  const link = useLinkState();
  const { vault } = useKept();
  const [session] = useState(() => createNoteSession({ peer, vault, space, channel: channel.id }));
  useEffect(() => () => void session.close(), [session]);
  useEffect(() => {
    if (link === 'connected') void session.connect();
  }, [link, session]);

  return (
    <Pane title={t('note.title', { channel: channel.name })} onClose={onClose}>
      <NoteBody session={session} channel={channel.name} readOnly={readOnly} />
    </Pane>
  );
};

const NoteBody = ({
  session,
  channel,
  readOnly,
}: {
  session: NoteSession;
  channel: string;
  readOnly: boolean;
}) => {
  const t = useTexts();
  const { status, failure, text } = useSyncExternalStore(session.subscribe, session.snapshot);
  return (
    <div className="note">
      {status === 'opening' && failure === undefined ? <Waiting>{t('note.opening')}</Waiting> : null}
      {status === 'unsent' ? null : <FailureNotice failure={failure} />}
      {status === 'refused' ? (
        <div className="row">
          <Button onPress={() => void navigator.clipboard.writeText(text)}>{t('note.copy')}</Button>
          <Button look="danger" onPress={() => void session.discard()}>
            {t('note.discard')}
          </Button>
        </div>
      ) : null}
      <NoteField session={session} label={t('note.title', { channel })} readOnly={readOnly} />
      <output className="tiny faint note-status">
        {readOnly ? t('note.readonly') : t(`note.status.${status}`)}
      </output>
    </div>
  );
};
