/** Where the others are: carets and selections with their names, drawn beside the words and never part of them. */
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from 'y-prosemirror';
import * as Y from 'yjs';

export interface RemoteCursor {
  device: string;
  name: string;
  /** One of eight colours, by account. */
  colour: number;
  /** As `writeCursor` gave it on the other side: from outside. */
  cursor: string;
}

interface SyncState {
  doc: Y.Doc;
  type: Y.XmlFragment;
  binding: { mapping: Map<Y.AbstractType<unknown>, never> };
}

const key = new PluginKey<DecorationSet>('cursors');
const syncOf = (state: EditorState) => ySyncPluginKey.getState(state) as SyncState | undefined;

/** This view's selection, to be told to the others. */
export const writeCursor = (state: EditorState): string | undefined => {
  const sync = syncOf(state);
  if (sync === undefined) return undefined;
  const place = (position: number): unknown =>
    Y.relativePositionToJSON(
      absolutePositionToRelativePosition(position, sync.type, sync.binding.mapping) as Y.RelativePosition,
    );
  const { anchor, head } = state.selection;
  return JSON.stringify({ anchor: place(anchor), head: place(head) });
};

/** Where a cursor stands in this view; `undefined` where it makes no sense here (yet). */
const readCursor = (state: EditorState, cursor: string): { anchor: number; head: number } | undefined => {
  const sync = syncOf(state);
  if (sync === undefined) return undefined;
  try {
    const said = JSON.parse(cursor) as { anchor: unknown; head: unknown };
    const place = (json: unknown): number | null =>
      relativePositionToAbsolutePosition(
        sync.doc,
        sync.type,
        Y.createRelativePositionFromJSON(json),
        sync.binding.mapping,
      );
    const [anchor, head] = [place(said.anchor), place(said.head)];
    const { size } = state.doc.content;
    if (anchor === null || head === null) return undefined;
    return { anchor: Math.min(anchor, size), head: Math.min(head, size) };
  } catch {
    return undefined;
  }
};

const drawCaret =
  ({ name, colour }: RemoteCursor) =>
  (): HTMLElement => {
    const caret = document.createElement('span');
    caret.className = 'canvas-caret';
    caret.dataset['colour'] = String(colour);
    // The list above the editor says it to screen readers; between two letters it would only disturb.
    caret.ariaHidden = 'true';
    caret.dataset['name'] = name;
    return caret;
  };

const draw = (state: EditorState, cursors: readonly RemoteCursor[]): DecorationSet =>
  DecorationSet.create(
    state.doc,
    cursors.flatMap((one) => {
      const place = readCursor(state, one.cursor);
      if (place === undefined) return [];
      const [from, to] = [Math.min(place.anchor, place.head), Math.max(place.anchor, place.head)];
      const attributes = { class: 'canvas-selection', 'data-colour': String(one.colour) };
      return [
        ...(from < to ? [Decoration.inline(from, to, attributes)] : []),
        Decoration.widget(place.head, drawCaret(one), { key: `${one.device} ${one.name}`, side: 10 }),
      ];
    }),
  );

/** Draws what `cursors` gives, again after every change of the document or of them. */
export const cursorsPlugin = (cursors: () => readonly RemoteCursor[]): Plugin =>
  new Plugin({
    key,
    state: {
      init: (_, state) => draw(state, cursors()),
      apply: (tr, drawn, _, state) =>
        tr.getMeta(key) === true || tr.getMeta(ySyncPluginKey) !== undefined
          ? draw(state, cursors())
          : drawn.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  });

/** The meta that says that cursors moved. */
export const cursorsMoved = key;
