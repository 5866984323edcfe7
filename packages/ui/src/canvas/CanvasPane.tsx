import { writeMarkdown } from '@plexi/operations/canvas';
import { Download, History, Maximize2, Minimize2 } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLinkState, usePeer } from '../connection/PeerProvider.tsx';
import { Button, IconButton } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { CanvasHistory } from './CanvasHistory.tsx';
import { CanvasPresence } from './CanvasPresence.tsx';
import { CanvasView } from './CanvasView.tsx';
import { type CanvasSession, createCanvasSession } from './canvas-session.ts';
import type { CanvasEditor } from './editor/create-editor.ts';
import { saveFile } from './save-file.ts';
import { useCursors } from './use-cursors.ts';

export interface CanvasPaneProps {
  space: string;
  channel: { id: string; name: string };
  readOnly: boolean;
  onClose: () => void;
}

/** The channel's canvas: rich text that everybody edits together. Mounted anew for each channel. */
export const CanvasPane = ({ space, channel, readOnly, onClose }: CanvasPaneProps) => {
  const t = useTexts();
  const peer = usePeer();
  const link = useLinkState();
  const { vault } = useKept();
  const [session] = useState(() =>
    createCanvasSession({ peer, vault, space, channel: channel.id, readOnly }),
  );
  useEffect(() => () => void session.close(), [session]);
  useEffect(() => {
    if (link === 'connected') void session.connect();
  }, [link, session]);
  const [wide, setWide] = useState(false);
  return (
    <Pane title={t('canvas.title', { channel: channel.name })} onClose={onClose}>
      <CanvasBody
        session={session}
        space={space}
        channel={channel}
        readOnly={readOnly}
        wide={wide}
        onWide={() => setWide(!wide)}
      />
    </Pane>
  );
};

interface CanvasBodyProps extends Omit<CanvasPaneProps, 'onClose'> {
  session: CanvasSession;
  wide: boolean;
  onWide: () => void;
}

const CanvasBody = ({ session, space, channel, readOnly, wide, onWide }: CanvasBodyProps) => {
  const t = useTexts();
  const { status, failure, doc } = useSyncExternalStore(session.subscribe, session.snapshot);
  const present = useCursors(space, channel.id);
  const [editor, setEditor] = useState<CanvasEditor>();
  const [history, setHistory] = useState(false);
  const markdown = (): string => (editor === undefined ? '' : writeMarkdown(editor.view.state.doc));
  return (
    <div className="canvas" data-wide={wide}>
      <div className="canvas-bar">
        <CanvasPresence present={present} />
        <IconButton
          label={history ? t('canvas.back') : t('canvas.history')}
          icon={<History size={16} />}
          aria-pressed={history}
          onPress={() => setHistory(!history)}
        />
        <IconButton
          label={t('canvas.export')}
          icon={<Download size={16} />}
          onPress={() => saveFile(`${channel.name}.md`, 'text/markdown', markdown())}
        />
        <IconButton
          className="wide-only"
          label={wide ? t('canvas.narrow') : t('canvas.wide')}
          icon={wide ? <Minimize2 size={16} /> : <Maximize2 size={16} />}
          aria-pressed={wide}
          onPress={onWide}
        />
      </div>
      {status === 'opening' && failure === undefined ? <Waiting>{t('canvas.opening')}</Waiting> : null}
      {status === 'unsent' ? null : <FailureNotice failure={failure} />}
      {status === 'refused' ? (
        <div className="row">
          <Button onPress={() => void navigator.clipboard.writeText(markdown())}>{t('canvas.copy')}</Button>
          <Button look="danger" onPress={() => void session.discard()}>
            {t('canvas.discard')}
          </Button>
        </div>
      ) : null}
      {history ? (
        <CanvasHistory
          space={space}
          channel={channel.id}
          readOnly={readOnly}
          onDone={() => setHistory(false)}
        />
      ) : null}
      {doc === undefined ? null : (
        <div className="canvas-editor" hidden={history}>
          <CanvasView
            key={`${doc.guid} ${t.locale}`}
            space={space}
            channel={channel}
            doc={doc}
            editable={!readOnly && status !== 'opening'}
            present={present}
            onHold={session.hold}
            onEditor={setEditor}
          />
        </div>
      )}
      <output className="tiny faint canvas-status">
        {readOnly ? t('canvas.readonly') : t(`canvas.status.${status}`)}
      </output>
    </div>
  );
};
