import type { EditorState } from 'prosemirror-state';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Doc } from 'yjs';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { CanvasToolbar } from './CanvasToolbar.tsx';
import { createCursorTeller } from './cursor-teller.ts';
import { linkAround, setLink } from './editor/commands.ts';
import { type CanvasEditor, createEditor } from './editor/create-editor.ts';
import { LinkForm } from './LinkForm.tsx';
import type { Present } from './use-cursors.ts';

export interface CanvasViewProps {
  space: string;
  channel: { id: string; name: string };
  doc: Doc;
  editable: boolean;
  present: readonly Present[];
  onHold: (held: boolean) => void;
  /** Gives the editor to whoever saves what it shows. */
  onEditor: (editor: CanvasEditor | undefined) => void;
}

/** The editor with its toolbar. Mounted anew for each document. */
export const CanvasView = ({ space, channel, doc, editable, present, onHold, onEditor }: CanvasViewProps) => {
  const t = useTexts();
  const peer = usePeer();
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<CanvasEditor>();
  const [state, setState] = useState<EditorState>();
  const [linking, setLinking] = useState(false);
  const isEditable = useRef(editable);

  const open = useEffectEvent((element: HTMLElement, shown: Doc, moved: () => void) =>
    createEditor(element, {
      doc: shown,
      texts: {
        label: t('canvas.title', { channel: channel.name }),
        placeholder: t('canvas.placeholder'),
        task: t('canvas.task'),
      },
      editable: () => isEditable.current,
      onState: (next) => {
        setState(next);
        moved();
      },
      onLink: () => setLinking(true),
      onHold,
    }),
  );
  const give = useEffectEvent(onEditor);
  useEffect(() => {
    if (place.current === null) return undefined;
    const late: { made?: CanvasEditor } = {};
    const teller = createCursorTeller(peer, { space, channel: channel.id }, () => late.made?.cursor());
    const made = open(place.current, doc, teller.moved);
    late.made = made;
    setEditor(made);
    setState(made.view.state);
    give(made);
    return () => {
      teller.stop();
      give(undefined);
      made.destroy();
    };
  }, [doc, peer, space, channel.id]);
  // Before anybody sees that it is: who types at once has typed.
  useLayoutEffect(() => {
    isEditable.current = editable;
    editor?.refresh();
  }, [editor, editable]);
  useEffect(() => editor?.showCursors(present), [editor, present]);

  const finishLink = (change?: { address: string | undefined }): void => {
    setLinking(false);
    if (editor === undefined) return;
    const { view } = editor;
    if (change !== undefined) setLink(change.address)(view.state, view.dispatch);
    view.focus();
  };
  return (
    <>
      {editor === undefined || state === undefined || !editable ? null : (
        <CanvasToolbar editor={editor} state={state} onLink={() => setLinking(!linking)} />
      )}
      {linking && state !== undefined ? (
        <LinkForm
          address={linkAround(state)?.href ?? ''}
          onDone={(address) => finishLink({ address })}
          onCancel={() => finishLink()}
        />
      ) : null}
      <div className="canvas-page" ref={place} />
    </>
  );
};
