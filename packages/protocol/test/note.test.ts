import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  createNote,
  NOTE_TEXT,
  NOTE_WINDOWS,
  noteClientId,
  noteClientIds,
  updateIsOwn,
} from '../src/channel/note.ts';
import { LIMITS, type LogId, logIdOf } from '../src/index.ts';
import { primitives } from './founding.ts';
import { adasLog, anyId, codeOf, eve, SPACE } from './logs.ts';

const adas = logIdOf(primitives, SPACE, adasLog);
const eves = logIdOf(primitives, SPACE, { ...adasLog, device: eve.device });
const own = noteClientIds(primitives, adas);

/** Somebody at a keyboard: edits, and the updates that come of them. */
const editor = (log: LogId, window = 0) => {
  const doc = new Y.Doc();
  doc.clientID = noteClientId(primitives, log, window);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'received') updates.push(update);
  });
  return {
    updates,
    text: () => doc.getText(NOTE_TEXT).toJSON(),
    write: (at: number, words: string) => {
      doc.getText(NOTE_TEXT).insert(at, words);
      return updates.at(-1) as Uint8Array;
    },
    erase: (at: number, length: number) => {
      doc.getText(NOTE_TEXT).delete(at, length);
      return updates.at(-1) as Uint8Array;
    },
    receive: (update: Uint8Array) => Y.applyUpdate(doc, update, 'received'),
    state: () => Y.encodeStateAsUpdate(doc),
  };
};

describe('[C2] the client ids of a log', () => {
  test('derive from it: one for each window, none shared with another log', () => {
    expect(own.size).toBe(NOTE_WINDOWS);
    expect(own).toEqual(noteClientIds(primitives, adas));
    fc.assert(
      fc.property(anyId<LogId>(), fc.nat(NOTE_WINDOWS - 1), (log, window) => {
        const id = noteClientId(primitives, log, window);
        expect(Number.isInteger(id) && id >= 0 && id < 2 ** 32).toBe(true);
        expect(noteClientIds(primitives, log).has(id)).toBe(true);
        expect(own.has(id)).toBe(log === adas);
      }),
    );
  });

  test('of the same device in another channel or generation are others', () => {
    const channel = 'd'.repeat(64) as typeof adasLog.channel;
    for (const other of [
      { ...adasLog, channel },
      { ...adasLog, generation: 1 },
    ]) {
      const ids = noteClientIds(primitives, logIdOf(primitives, SPACE, other));
      expect([...ids].filter((id) => own.has(id))).toEqual([]);
    }
  });
});

describe('[C2] an update', () => {
  test('of any of the own windows counts, one of another log does not', () => {
    for (let window = 0; window < NOTE_WINDOWS; window++)
      expect(updateIsOwn(editor(adas, window).write(0, 'hello'), own)).toBe(true);
    expect(updateIsOwn(editor(eves).write(0, 'hello'), own)).toBe(false);
  });

  test('that carries another’s structs beside the own ones is refused', () => {
    const ada = editor(adas);
    ada.receive(editor(eves).write(0, 'from eve'));
    const update = ada.write(0, 'from ada ');
    expect(updateIsOwn(update, own)).toBe(true);
    expect(updateIsOwn(ada.state(), own)).toBe(false);
    expect(updateIsOwn(ada.state(), new Set([...own, ...noteClientIds(primitives, eves)]))).toBe(true);
  });

  test('in another’s name is refused, even where that one wrote the same before', () => {
    const forged = editor(adas).write(0, 'ada never said this');
    expect(updateIsOwn(forged, noteClientIds(primitives, eves))).toBe(false);
  });

  test('may erase what others wrote, and nothing but that', () => {
    const ada = editor(adas);
    ada.receive(editor(eves).write(0, 'from eve'));
    expect(updateIsOwn(ada.erase(0, 4), own)).toBe(true);
    expect(ada.text()).toBe(' eve');
  });

  test('of garbage is refused and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const isHarmless = (): boolean => Y.decodeUpdate(bytes).structs.every((it) => own.has(it.id.client));
        expect(!updateIsOwn(bytes, own) || isHarmless()).toBe(true);
      }),
      { numRuns: 1000 },
    );
    const update = editor(adas).write(0, 'hello');
    for (let length = 0; length < update.length; length++)
      expect(updateIsOwn(update.subarray(0, length), own)).toBe(false);
  });

  test('[L6] LIMITS.noteUpdateBytes', () => {
    const most = editor(adas).write(0, 'x'.repeat(LIMITS.noteUpdateBytes - 100));
    expect(most.length).toBeLessThanOrEqual(LIMITS.noteUpdateBytes);
    expect(updateIsOwn(most, own)).toBe(true);
    const more = editor(adas).write(0, 'x'.repeat(LIMITS.noteUpdateBytes));
    expect(updateIsOwn(more, own)).toBe(false);
  });
});

describe('a note', () => {
  /** Ada writes, Eve answers inside it, Ada goes on. */
  const story = () => {
    const ada = editor(adas);
    const ben = editor(eves);
    const first = ada.write(0, 'milk, eggs');
    ben.receive(first);
    const second = ben.write(4, ' and honey');
    ada.receive(second);
    const third = ada.write(0, 'buy: ');
    return { first, second, third, text: 'buy: milk and honey, eggs' };
  };

  test('[C1] is the same whatever order its updates come in, once or twice', () => {
    const { first, second, third, text } = story();
    fc.assert(
      fc.property(
        fc.shuffledSubarray([first, second, third, first, second, third], { minLength: 6 }),
        (updates) => {
          const note = createNote(updates);
          expect(note.text()).toBe(text);
          expect(createNote([note.state()]).text()).toBe(text);
        },
      ),
    );
  });

  test('[C2] is rebuilt without a voided update and what builds on it', () => {
    const { first, second, third } = story();
    expect(createNote([first, third]).text()).toBe('buy: milk, eggs');
    // What was written into the voided words waits for them: it does not show, and harms nothing.
    expect(createNote([second, third]).text()).toBe('');
    expect(createNote([first]).text()).toBe('milk, eggs');
    const note = createNote([second, third]);
    note.apply(first);
    expect(note.text()).toBe('buy: milk and honey, eggs');
  });

  test('[C2] two windows of one device that edit at once both keep what they wrote', () => {
    const [left, right] = [editor(adas, 0), editor(adas, 1)];
    const updates = [left.write(0, 'left '), right.write(0, 'right ')];
    const text = createNote(updates).text();
    expect([...text.matchAll(/left |right /g)]).toHaveLength(2);
    expect(createNote(updates.reverse()).text()).toBe(text);
  });

  test('[L6] LIMITS.noteBytes: says when it is full, counting what is left of it and not what was erased', () => {
    const ada = editor(adas);
    const note = createNote([]);
    const part = 'x'.repeat(200 * 1024);
    for (let i = 0; note.hasRoomFor(part.length + 64); i++) {
      expect(i * part.length).toBeLessThan(LIMITS.noteBytes);
      note.apply(ada.write(0, part));
    }
    expect(note.state().length).toBeLessThanOrEqual(LIMITS.noteBytes);
    expect(note.state().length).toBeGreaterThan(LIMITS.noteBytes - 2 * part.length);
    note.apply(ada.erase(0, 4 * part.length));
    expect(note.hasRoomFor(part.length)).toBe(true);
    expect(note.hasRoomFor(LIMITS.noteBytes)).toBe(false);
  });

  test('refuses what is no update by code', () => {
    expect(codeOf(() => createNote([new Uint8Array([9, 9, 9, 9])]))).toBe('ENTRY_MALFORMED');
    const note = createNote([]);
    expect(note.text()).toBe('');
    expect(codeOf(() => note.apply(new Uint8Array()))).toBe('ENTRY_MALFORMED');
    expect(note.text()).toBe('');
  });
});
