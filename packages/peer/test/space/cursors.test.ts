import { CATALOGUE, type PeerEvent } from '@plexi/operations';
import { type DeviceId, LIMITS, type SpaceId } from '@plexi/protocol';
import { expect, test, vi } from 'vitest';
import { createCursors } from '../../src/space/canvas/cursors.ts';
import { channelId, GENERAL } from '../people.ts';

type Hear = (from: { device: DeviceId; account: string }, bytes: Uint8Array) => void;

const setUp = () => {
  const events: PeerEvent[] = [];
  const said: Uint8Array[] = [];
  const late: { hear?: Hear } = {};
  const context = { space: 'a'.repeat(64) as SpaceId, emit: (event: PeerEvent) => void events.push(event) };
  const cursors = createCursors(
    context,
    {
      send: (_, bytes) => void said.push(bytes),
      onEphemeral: (_, hear) => {
        late.hear = hear;
        return () => true;
      },
    },
    { account: () => 'Ben' },
  );
  const device = (n: number) => n.toString(16).padStart(64, '0') as DeviceId;
  const hear = (n: number, bytes: Uint8Array): void =>
    late.hear?.({ device: device(n), account: 'b'.repeat(64) }, bytes);
  return { cursors, events, said, hear };
};

test('[L6] LIMITS.canvasCursors: no more are shown in one canvas; garbage shows nobody', () => {
  const { cursors, said, hear } = setUp();
  cursors.move(GENERAL, '{}', { signal: new AbortController().signal });
  const word = said[0] ?? new Uint8Array();
  for (let n = 0; n < LIMITS.canvasCursors + 5; n++) hear(n, word);
  expect(cursors.list(GENERAL)).toHaveLength(LIMITS.canvasCursors);
  hear(1, new Uint8Array([1, 2, 3]));
  expect(cursors.list(channelId('other'))).toEqual([]);
  cursors.close();
});

test('a cursor that is not said again is gone; a view that goes takes its own along', () => {
  vi.useFakeTimers();
  try {
    const { cursors, events, said, hear } = setUp();
    const view = new AbortController();
    cursors.move(GENERAL, '{}', view);
    hear(1, said[0] ?? new Uint8Array());
    expect(cursors.list(GENERAL)).toHaveLength(1);
    vi.advanceTimersByTime(31_000);
    expect(cursors.list(GENERAL)).toEqual([]);
    expect(events.at(-1)).not.toHaveProperty('cursor');
    const before = said.length;
    view.abort();
    expect(said.length).toBe(before + 1);
    cursors.close();
  } finally {
    vi.useRealTimers();
  }
});

test('[L6] LIMITS.canvasTextBytes and LIMITS.canvasCursorBytes: more is no input', () => {
  const place = { space: 'Lab', channel: 'general' };
  const edit = (length: number) =>
    CATALOGUE['canvas.edit'].input.safeParse({ ...place, text: 'x'.repeat(length) });
  expect([edit(LIMITS.canvasTextBytes).success, edit(LIMITS.canvasTextBytes + 1).success]).toEqual([
    true,
    false,
  ]);
  const cursor = (length: number) =>
    CATALOGUE['canvas.cursor'].input.safeParse({ ...place, cursor: 'x'.repeat(length) });
  expect([cursor(LIMITS.canvasCursorBytes).success, cursor(LIMITS.canvasCursorBytes + 1).success]).toEqual([
    true,
    false,
  ]);
});
