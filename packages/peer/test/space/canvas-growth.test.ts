import { type Hlc, type LogId, logIdOf } from '@plexi/protocol';
import { CANVAS_ROOT, canvasClientId } from '@plexi/protocol/canvas';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { createCanvases } from '../../src/space/canvas/canvases.ts';
import {
  canvasKinds,
  forgetCanvasBehind,
  STATE_KEY,
  writesOfUpdate,
} from '../../src/space/canvas/records.ts';
import type { SpaceContext } from '../../src/space/context.ts';
import { GENERAL, type Holder, lab, primitives } from '../space-story.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;
const EDITS = LONG ? 50_000 : 1500;

/** What a log wrote, one letter an update, each on disk as if it had arrived. */
const writeMany = async (at: Holder, logId: LogId, edits: number): Promise<void> => {
  const doc = new Y.Doc();
  doc.clientID = canvasClientId(primitives, logId, 0);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = new Y.XmlText();
  const block = new Y.XmlElement('paragraph');
  block.insert(0, [text]);
  doc.getXmlFragment(CANVAS_ROOT).insert(0, [block]);
  for (let i = 1; i < edits; i++) text.insert(i % 7, 'x');
  const { space } = at.replica;
  await at.store.commit(
    updates.flatMap((update, i) =>
      writesOfUpdate({ space, channel: GENERAL, logId, sequence: i + 1, clock: (i + 1) as Hlc }, update),
    ),
  );
};

const openCanvases = (at: Holder) => {
  const context = {
    primitives,
    store: at.store,
    space: at.replica.space,
    replica: at.replica,
    emit: () => undefined,
    problem: () => undefined,
  } as unknown as SpaceContext;
  return createCanvases(context, { words: { account: () => 'Ada' }, write: () => Promise.resolve([]) });
};

test(`opening a canvas costs what it holds, not its ${EDITS} edits; a cutoff makes it anew`, {
  timeout: 120_000,
}, async () => {
  const { atAda } = await lab();
  const { store, replica } = atAda;
  const { space } = replica;
  const kinds = canvasKinds(GENERAL);
  const logId = logIdOf(primitives, space, atAda.log());
  await writeMany(atAda, logId, EDITS);
  const timed = async (): Promise<{ text: string; ms: number }> => {
    const started = performance.now();
    const { text } = await openCanvases(atAda).show(GENERAL, undefined);
    return { text, ms: performance.now() - started };
  };
  const first = await timed();
  expect(first.text).toBe('x'.repeat(EDITS - 1));
  await vi.waitFor(async () => expect(await store.record(space, kinds.state, STATE_KEY)).toBeDefined(), {
    timeout: 30_000,
  });
  expect(await store.records(space, kinds.fresh)).toEqual([]);
  const second = await timed();
  expect(second.text).toBe(first.text);
  if (process.env['PLEXI_FIGURES'] !== undefined)
    process.stdout.write(
      `${EDITS} edits: first ${Math.round(first.ms)} ms, then ${Math.round(second.ms)} ms\n`,
    );
  // [C2] [G4] All but the first 11 edits lie behind a cutoff.
  await store.commit(
    await forgetCanvasBehind(store, { space, channel: GENERAL, logId }, { after: 11, end: EDITS }),
  );
  expect(await store.record(space, kinds.state, STATE_KEY)).toBeUndefined();
  expect((await timed()).text).toBe('x'.repeat(10));
});
