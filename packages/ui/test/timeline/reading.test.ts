import type { Message } from '@plexi/operations';
import { describe, expect, it } from 'vitest';
import {
  firstUnseen,
  hasMissed,
  isBefore,
  lastUnseen,
  readUpTo,
  seenUpTo,
} from '../../src/timeline/reading.ts';
import { EMPTY_TIMELINE, type TimelineState } from '../../src/timeline/timeline-state.ts';
import { messageOf } from '../script.ts';

const messages: Message[] = Array.from({ length: 30 }, (_, index) => messageOf('Ben', String(index)));
const at = (index: number): Message => messages[index] as Message;
const state = (over: Partial<TimelineState> = {}): TimelineState => ({
  ...EMPTY_TIMELINE,
  messages,
  loaded: true,
  complete: true,
  ...over,
});
const sight = (first: number, last: number) => ({ first: at(first).id, last: at(last).id });

describe('how far somebody has read', () => {
  it('is the last message in sight, where all before it was seen', () => {
    expect(readUpTo(state(), seenUpTo(at(9)), sight(10, 14))).toBe(at(14));
    expect(readUpTo(state(), seenUpTo(at(9)), sight(4, 12))).toBe(at(12));
  });

  it('does not move while nothing new is in sight', () => {
    expect(readUpTo(state(), seenUpTo(at(20)), sight(4, 12))).toBeUndefined();
  });

  it('skips nothing: what lies between, here or in a page that is not loaded, was not seen', () => {
    expect(readUpTo(state(), seenUpTo(at(9)), sight(12, 16))).toBeUndefined();
    expect(readUpTo(state({ messages: messages.slice(12) }), seenUpTo(at(9)), sight(12, 16))).toBe(at(16));
    const paged = state({ messages: messages.slice(12), complete: false });
    expect(readUpTo(paged, seenUpTo(at(9)), sight(12, 16))).toBeUndefined();
  });

  it('is not held back by what is one’s own or was taken away for oneself', () => {
    const mixed = messages.map((message, index) =>
      index === 10 ? { ...message, own: true } : index === 11 ? { ...message, hidden: true } : message,
    );
    expect(readUpTo(state({ messages: mixed }), seenUpTo(at(9)), sight(12, 16))?.id).toBe(at(16).id);
    expect(firstUnseen(state({ messages: mixed }), seenUpTo(at(9)))?.id).toBe(at(12).id);
    expect(firstUnseen(state(), seenUpTo(at(29)))).toBeUndefined();
  });

  it('goes line by line through an import, whose lines share one clock', () => {
    const clock = at(10).clock;
    const lines = messages.map((message, index) =>
      index >= 10 && index < 20 ? { ...message, clock } : message,
    );
    const imported = state({ messages: lines });
    const atStart = seenUpTo(at(9));
    expect(readUpTo(imported, atStart, sight(10, 13))?.id).toBe(at(13).id);
    const seen = { clock, id: at(13).id };
    expect(firstUnseen(imported, seen)?.id).toBe(at(14).id);
    expect(readUpTo(imported, seen, sight(11, 13))).toBeUndefined();
    expect(readUpTo(imported, seen, sight(12, 17))?.id).toBe(at(17).id);
    expect(readUpTo(imported, seen, sight(15, 19))).toBeUndefined();
    expect(hasMissed(imported, seen, sight(15, 19))).toBe(true);
    expect(hasMissed(imported, seen, sight(14, 19))).toBe(false);
    // Its first line waits until the last was seen, and was not passed by.
    expect(isBefore(imported, at(10).id, seen)).toBe(false);
    expect(isBefore(imported, at(10).id, { clock, id: at(19).id })).toBe(true);
    expect(isBefore(imported, at(9).id, seen)).toBe(true);
    expect(lastUnseen(state({ messages: lines.slice(0, 20) }), seen)?.id).toBe(at(19).id);
    expect(lastUnseen(state({ messages: lines.slice(0, 20) }), { clock })).toBeUndefined();
  });
});
