/**
 * Recorded editing sessions, replayed as edits of one code block of a canvas and read from it again:
 * https://github.com/josephg/editing-traces. Positions are Unicode code points; Yjs counts UTF-16 units.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canvasClientId, canvasClientIds, createCanvas, readContent } from '../../src/canvas/index.ts';
import { primitives } from '../founding.ts';
import { adas, textOf } from './editor.ts';

const DATA = process.env['PLEXI_DATA'] ?? path.join(import.meta.dirname, '../../../../../shared/data');
const LONG = process.env['PLEXI_LONG'] !== undefined;

type Patch = [position: number, deleted: number, inserted: string];
interface Trace {
  kind?: 'concurrent';
  endContent: string;
  numAgents?: number;
  txns: { patches: Patch[]; parents?: number[]; agent?: number }[];
}

const readTrace = async (name: string, skip: (why: string) => never): Promise<Trace> => {
  const bytes = await readFile(path.join(DATA, 'crdt', `${name}.json.gz`)).catch(() =>
    skip(`PLEXI_DATA has no crdt/${name}.json.gz`),
  );
  return JSON.parse(gunzipSync(bytes).toString('utf8')) as Trace;
};

/** A canvas of one code block, and its text. */
const begin = (client: number, state?: Uint8Array) => {
  const doc = new Y.Doc({ gc: false });
  if (state !== undefined) Y.applyUpdate(doc, state);
  doc.clientID = client;
  const root = doc.getXmlFragment('canvas');
  if (state === undefined) {
    const block = new Y.XmlElement('code_block');
    block.insert(0, [new Y.XmlText()]);
    root.insert(0, [block]);
  }
  return { doc, text: textOf(root, 0) };
};

/** UTF-16 units before so many code points. The text itself is looked at only where it holds any beyond U+FFFF. */
const unitsAt = (text: Y.XmlText, wide: boolean, points: number): number => {
  if (!wide) return points;
  let units = 0;
  for (const letter of [...text.toString()].slice(0, points)) units += letter.length;
  return units;
};

const apply = (text: Y.XmlText, wide: boolean, patches: readonly Patch[]): void => {
  for (const [position, deleted, inserted] of patches) {
    const from = unitsAt(text, wide, position);
    if (deleted > 0) text.delete(from, unitsAt(text, wide, position + deleted) - from);
    if (inserted !== '') text.insert(from, inserted);
  }
};

/** Replays in one view and takes what it sends into a reader's canvas: every update, or all as one. */
const replay = (
  { txns }: Trace,
  each: boolean,
): { written: string; read: string; updates: number; ms: number } => {
  const started = performance.now();
  const wide = txns.some(({ patches }) =>
    patches.some(([, , words]) => /[\u{10000}-\u{10ffff}]/u.test(words)),
  );
  const { doc, text } = begin(canvasClientId(primitives, adas, 0));
  const writers = canvasClientIds(primitives, adas);
  const canvas = createCanvas();
  canvas.take({ update: Y.encodeStateAsUpdate(doc), writers });
  let updates = 0;
  if (each)
    doc.on('update', (update: Uint8Array) => {
      updates++;
      canvas.take({ update, writers });
    });
  for (const { patches } of txns) doc.transact(() => apply(text, wide, patches));
  if (!each) Y.applyUpdate(canvas.doc, Y.encodeStateAsUpdate(doc));
  return {
    written: readContent(doc).textContent,
    read: canvas.read().textContent,
    updates,
    ms: performance.now() - started,
  };
};

/** Replays what several wrote at once: each with a document of their own, which has what their edit builds on. */
const replayConcurrent = ({ txns, numAgents = 1 }: Trace): { read: string; ms: number } => {
  const started = performance.now();
  const first = begin(1);
  const state = Y.encodeStateAsUpdate(first.doc);
  const agents = Array.from({ length: numAgents }, (_, agent) => {
    const { doc, text } = begin(100 + agent, state);
    const made: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'received') made.push(update);
    });
    return { doc, text, has: new Set<number>(), take: () => made.splice(0, made.length) };
  });
  const sent: Uint8Array[][] = [];
  const canvas = createCanvas(state);
  const writers = new Set(agents.map((_, agent) => 100 + agent));
  txns.forEach(({ patches, parents = [], agent = 0 }, index) => {
    const who = agents[agent];
    if (who === undefined) throw new RangeError('nobody');
    const missing: number[] = [];
    const open = [...parents];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (who.has.has(at)) continue;
      who.has.add(at);
      missing.push(at);
      open.push(...(txns[at]?.parents ?? []));
    }
    for (const at of missing.sort((a, b) => a - b))
      for (const update of sent[at] ?? []) Y.applyUpdate(who.doc, update, 'received');
    who.doc.transact(() => apply(who.text, false, patches));
    who.has.add(index);
    sent[index] = who.take();
    for (const update of sent[index] ?? []) expect(canvas.take({ update, writers }).verdict).toBe('lawful');
  });
  return { read: canvas.read().textContent, ms: performance.now() - started };
};

const say = (name: string, ms: number): void => {
  if (process.env['PLEXI_FIGURES'] !== undefined) process.stdout.write(`${name} ${Math.round(ms)} ms\n`);
};

/** What each may take on a small machine, in milliseconds. The long ones run with PLEXI_LONG only. */
const SESSIONS: [name: string, most: number, long: boolean][] = [
  ['sveltecomponent', 10_000, true],
  ['json-crdt-blog-post', 10_000, true],
  ['rustcode', 10_000, true],
  ['seph-blog1', 20_000, true],
  ['automerge-paper', 30_000, true],
  ['clownschool_flat', 10_000, false],
  ['friendsforever_flat', 10_000, false],
];

describe('a recorded editing session ends as it did', () => {
  for (const [name, most, long] of SESSIONS)
    test(`${name}, each edit an update that is judged`, { timeout: 60_000 }, async ({ skip }) => {
      if (long && !LONG) skip('with PLEXI_LONG');
      const trace = await readTrace(name, skip);
      const { written, read, updates, ms } = replay(trace, true);
      say(`${name}: ${updates} updates`, ms);
      expect(written === trace.endContent).toBe(true);
      expect(read === trace.endContent).toBe(true);
      expect(ms).toBeLessThan(most);
    });

  for (const name of ['friendsforever', 'clownschool'])
    test(`[C1] ${name}, by several at once`, { timeout: 60_000 }, async ({ skip }) => {
      if (name === 'clownschool' && !LONG) skip('with PLEXI_LONG');
      const trace = await readTrace(name, skip);
      const { read, ms } = replayConcurrent(trace);
      say(name, ms);
      expect(read === trace.endContent).toBe(true);
      expect(ms).toBeLessThan(30_000);
    });

  test('positions are code points where letters take two units', () => {
    const txns: Trace['txns'] = [
      { patches: [[0, 0, 'a😀b😀c']] },
      { patches: [[2, 1, 'é']] },
      { patches: [[4, 1, '🎉!']] },
    ];
    const { written, read } = replay({ endContent: '', txns }, true);
    expect([written, read]).toEqual(['a😀é😀🎉!', 'a😀é😀🎉!']);
  });
});
