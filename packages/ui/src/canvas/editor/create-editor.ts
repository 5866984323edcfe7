/** The editor: ProseMirror over a Yjs document. It keeps to what the content security policy allows: no style elements. */
import { CANVAS_ROOT } from '@plexi/operations/canvas';
import { EditorState, Plugin, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, EditorView, type NodeViewConstructor } from 'prosemirror-view';
import { ySyncPlugin, ySyncPluginKey, yUndoPlugin } from 'y-prosemirror';
import type { Doc } from 'yjs';
import { TOOLS } from './commands.ts';
import { cursorsMoved, cursorsPlugin, type RemoteCursor, writeCursor } from './cursors.ts';
import { createKeys } from './keys.ts';
import { clipboardProps } from './paste.ts';
import { editorSchema } from './schema.ts';
import { tablesPlugin } from './tables.ts';

interface EditorTexts {
  label: string;
  placeholder: string;
  task: string;
}

export interface EditorOptions {
  doc: Doc;
  texts: EditorTexts;
  /** Whether this person may write now. */
  editable: () => boolean;
  /** After every change of the document or the selection. */
  onState: (state: EditorState) => void;
  onLink: () => void;
  /** An input method begins or ends a word. */
  onHold: (held: boolean) => void;
}

export interface CanvasEditor {
  view: EditorView;
  /** Shows where the others are. */
  showCursors: (cursors: readonly RemoteCursor[]) => void;
  /** This view's selection, for the others. */
  cursor: () => string | undefined;
  /** `editable` gives something else now. */
  refresh: () => void;
  destroy: () => void;
}

const placeholderPlugin = (words: string): Plugin =>
  new Plugin({
    props: {
      decorations: ({ doc }) => {
        const first = doc.firstChild;
        if (doc.childCount > 1 || first === null || first.type.name !== 'paragraph' || first.content.size > 0)
          return null;
        return DecorationSet.create(doc, [
          Decoration.node(0, first.nodeSize, { class: 'canvas-placeholder', 'data-placeholder': words }),
        ]);
      },
    },
  });

/** A task's box; what is done is told by its state, not by looks alone. */
const listItemView =
  (label: string): NodeViewConstructor =>
  (node, view, getPosition) => {
    const item = document.createElement('li');
    const checked = node.attrs['checked'] as boolean | null;
    if (checked === null)
      return {
        dom: item,
        contentDOM: item,
        update: (next) => next.attrs['checked'] === null && next.type === node.type,
      };
    item.className = 'canvas-task';
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = checked;
    box.ariaLabel = label;
    box.contentEditable = 'false';
    box.disabled = !view.editable;
    item.dataset['checked'] = String(checked);
    const words = document.createElement('div');
    item.append(box, words);
    box.addEventListener('change', () => {
      const position = getPosition();
      if (position === undefined || !view.editable) {
        box.checked = !box.checked;
        return;
      }
      view.dispatch(view.state.tr.setNodeAttribute(position, 'checked', box.checked));
    });
    return {
      dom: item,
      contentDOM: words,
      stopEvent: (event) => event.target === box,
      ignoreMutation: (mutation) => !words.contains(mutation.target),
      update: (next) => {
        const now = next.attrs['checked'] as boolean | null;
        if (next.type !== node.type || now === null) return false;
        box.checked = now;
        box.disabled = !view.editable;
        item.dataset['checked'] = String(now);
        return true;
      },
    };
  };

const isOfOthers = (tr: Transaction): boolean => {
  const change = tr.getMeta(ySyncPluginKey) as
    | { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean }
    | undefined;
  return change?.isChangeOrigin === true && change.isUndoRedoOperation !== true;
};

export const createEditor = (place: HTMLElement, options: EditorOptions): CanvasEditor => {
  const { doc, texts, editable, onState, onLink, onHold } = options;
  let cursors: readonly RemoteCursor[] = [];
  const state = EditorState.create({
    schema: editorSchema,
    plugins: [
      ySyncPlugin(doc.getXmlFragment(CANVAS_ROOT)) as Plugin,
      yUndoPlugin(),
      cursorsPlugin(() => cursors),
      placeholderPlugin(texts.placeholder),
      tablesPlugin(),
      ...createKeys(onLink),
    ],
  });
  const view = new EditorView(place, {
    state,
    editable,
    attributes: {
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': texts.label,
      class: 'canvas-text',
      spellcheck: 'true',
    },
    nodeViews: { list_item: listItemView(texts.task) },
    ...clipboardProps,
    // Called while the view is being made, too: the document is drawn first of all.
    dispatchTransaction(this: EditorView, tr) {
      const { storedMarks } = this.state;
      // What is to be bold stays to be bold while somebody else writes.
      if (storedMarks !== null && isOfOthers(tr)) tr.setStoredMarks(storedMarks);
      this.updateState(this.state.apply(tr));
      onState(this.state);
    },
    handleDOMEvents: {
      // From a menu or a gesture: the browser would undo others' words too.
      beforeinput: (_, event) => {
        const tool = { historyUndo: TOOLS.undo, historyRedo: TOOLS.redo }[event.inputType];
        if (tool === undefined) return false;
        event.preventDefault();
        tool.run(view.state, view.dispatch);
        return true;
      },
      compositionstart: () => {
        onHold(true);
        return false;
      },
      compositionend: () => {
        // ProseMirror reads the finished word first.
        queueMicrotask(() => onHold(false));
        return false;
      },
    },
    handleClick: (_, __, event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link === null || !(event.ctrlKey || event.metaKey)) return false;
      window.open(link.getAttribute('href') ?? '', '_blank', 'noopener,noreferrer');
      return true;
    },
  });
  return {
    view,
    showCursors: (next) => {
      cursors = next;
      view.dispatch(view.state.tr.setMeta(cursorsMoved, true));
    },
    cursor: () => writeCursor(view.state),
    refresh: () => {
      view.setProps({ editable });
      for (const box of view.dom.querySelectorAll<HTMLInputElement>('.canvas-task > input'))
        box.disabled = !view.editable;
    },
    destroy: () => view.destroy(),
  };
};
