/**
 * `plexi.js`, which a panel loads first: it takes the port that the interface hands over, and speaks through it. Like the code's
 * `plexi` it guards nothing: the interface and the peer judge what comes out of the frame.
 */
interface Look {
  theme: string;
  language: string;
  dir: string;
  /** The space that it is open in, where something is granted there. */
  space?: string;
  tokens: Record<string, string>;
}

/** A key of the app's own, with its modifiers; Shift is open where the sign needs it on some keyboards. */
interface Chord {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey?: boolean;
}

interface Pressed extends Required<Chord> {
  isTrusted: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
  preventDefault(): void;
}

interface Port {
  postMessage(text: string): void;
  addEventListener(type: 'message', listener: (event: { data: string }) => void): void;
  start(): void;
}

/** What of a window is used: this package knows no DOM. */
interface Frame {
  document: {
    documentElement: {
      lang: string;
      dir: string;
      dataset: Record<string, string>;
      style: { setProperty(name: string, value: string): void };
    };
    querySelector(selector: string): unknown;
  };
  parent: unknown;
  addEventListener(
    type: 'message',
    listener: (event: { source: unknown; ports: readonly Port[] }) => void,
  ): void;
  addEventListener(type: 'keydown', listener: (event: Pressed) => void): void;
}

const panel = (frame: Frame): void => {
  const pending = new Map<number, { resolve: (output: unknown) => void; reject: (error: unknown) => void }>();
  const told = new Set<(data: unknown) => void>();
  const looks = new Set<(look: Look) => void>();
  let asked = 0;
  let port: Port | undefined;
  let look: Look | undefined;
  let chords: readonly Chord[] = [];
  const early: string[] = [];

  const post = (message: unknown): void => {
    const text = JSON.stringify(message);
    if (port === undefined) early.push(text);
    else port.postMessage(text);
  };
  const ask = async (message: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      pending.set(id, { resolve, reject });
      post({ ...message, id });
    });
  const wear = (next: Look): void => {
    look = next;
    const root = frame.document.documentElement;
    root.lang = next.language;
    root.dir = next.dir;
    root.dataset['theme'] = next.theme;
    for (const name in next.tokens) root.style.setProperty(name, next.tokens[name] ?? '');
    for (const listener of looks) listener(next);
  };
  const hear = ({ data }: { data: string }): void => {
    const message = JSON.parse(data) as {
      kind: string;
      id: number;
      output: unknown;
      error?: { code: string; message: string; next?: string };
      look: Look;
      chords: readonly Chord[];
      data: unknown;
    };
    if (message.kind === 'look') wear(message.look);
    else if (message.kind === 'keys') chords = message.chords;
    else if (message.kind === 'tell') for (const listener of told) listener(message.data);
    else if (message.kind === 'reply') {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.output);
      else waiting?.reject(Object.assign(new Error(message.error.message), message.error));
    }
  };
  frame.addEventListener('message', (event) => {
    const given = event.ports[0];
    if (event.source !== frame.parent || port !== undefined || given === undefined) return;
    port = given;
    port.addEventListener('message', hear);
    port.start();
    for (const text of early.splice(0)) port.postMessage(text);
  });
  // The app does not hear what is pressed in here: its own keys are passed on, unless the panel took them.
  frame.addEventListener('keydown', (event) => {
    if (!event.isTrusted || event.isComposing || event.defaultPrevented) return;
    const place = chords.findIndex(
      (chord) =>
        chord.key === event.key.toLowerCase() &&
        chord.ctrlKey === event.ctrlKey &&
        chord.metaKey === event.metaKey &&
        chord.altKey === event.altKey &&
        (chord.shiftKey ?? event.shiftKey) === event.shiftKey,
    );
    const isOwn =
      event.key === 'Escape' && frame.document.querySelector('dialog[open], [role="dialog"]') !== null;
    if (place < 0 || isOwn) return;
    event.preventDefault();
    post({ kind: 'key', chord: place });
  });
  Object.assign(frame, {
    plexi: Object.freeze({
      call: async (operation: string, input: unknown) => ask({ kind: 'call', operation, input: input ?? {} }),
      ask: async (name: string, input: unknown) => ask({ kind: 'ask', name, input: input ?? null }),
      onTell: (listener: (data: unknown) => void) => {
        told.add(listener);
        return () => told.delete(listener);
      },
      onLook: (listener: (next: Look) => void) => {
        looks.add(listener);
        if (look !== undefined) listener(look);
        return () => looks.delete(listener);
      },
    }),
  });
};

export const PANEL_SCRIPT = `(${panel.toString()})(window);\n`;
