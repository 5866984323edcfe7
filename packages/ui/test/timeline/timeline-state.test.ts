import type { Message } from '@plexi/operations';
import { describe, expect, it } from 'vitest';
import {
  addOutgoing,
  advanceDelivery,
  changeMessages,
  EMPTY_TIMELINE,
  KEPT,
  KEPT_READING,
  PAGE,
  receiveMessages,
  settleOutgoing,
  showAround,
  showNewer,
  showNewest,
  showOlder,
} from '../../src/timeline/timeline-state.ts';
import { messageOf } from '../script.ts';

const many = (count: number, author = 'Ben'): Message[] =>
  Array.from({ length: count }, (_, index) => messageOf(author, String(index)));
const ids = (messages: readonly Message[]) => messages.map((message) => message.id);

describe('a timeline', () => {
  it('puts pages together into one order without doubles', () => {
    const all = many(130);
    let state = showNewest(EMPTY_TIMELINE, all.slice(-PAGE), PAGE);
    expect(state.complete).toBe(false);
    state = showOlder(state, all.slice(30, 80), PAGE);
    state = showOlder(state, all.slice(0, 30), PAGE);
    expect(ids(state.messages)).toEqual(ids(all));
    expect(state.complete).toBe(true);
  });

  it('[L5] does not take a page for the first one while messages before it are still on their way', () => {
    const all = many(90);
    const coming = all
      .slice(-40)
      .map((message, at) => (at === 0 ? { ...message, earlierComing: true } : message));
    let state = showNewest(EMPTY_TIMELINE, coming, PAGE);
    expect(state.complete).toBe(false);
    const before = state.messages;
    state = showOlder(state, [], PAGE);
    expect(state.complete).toBe(false);
    expect(state.messages).toBe(before);
    state = changeMessages(showOlder(state, all.slice(0, 50), 60), all.slice(-40, -39));
    expect(ids(state.messages)).toEqual(ids(all));
    expect(state.complete).toBe(true);
  });

  it('keeps lines of one import in their order, though they share a clock', () => {
    const lines = many(6).map((message) => ({ ...message, clock: 5_000_000 }));
    let state = showNewest(EMPTY_TIMELINE, lines.slice(3), 3);
    state = showOlder(state, lines.slice(0, 3), 3);
    expect(ids(state.messages)).toEqual(ids(lines));
    state = showNewest(state, lines.slice(3), 3);
    expect(ids(state.messages)).toEqual(ids(lines));
  });

  it('does not show what is older than its oldest page, which would hide a gap', () => {
    const all = many(60);
    const state = showNewest(EMPTY_TIMELINE, all.slice(-PAGE), PAGE);
    expect(receiveMessages(state, all.slice(0, 1), false).messages).toHaveLength(PAGE);
  });

  it('starts over where the newest page no longer joins what is here', () => {
    const all = many(200);
    const state = showNewest(EMPTY_TIMELINE, all.slice(0, PAGE), PAGE);
    expect(ids(showNewest(state, all.slice(-PAGE), PAGE).messages)).toEqual(ids(all.slice(-PAGE)));
  });

  it('drops what a refreshed page no longer has', () => {
    const all = many(20);
    const state = showNewest(EMPTY_TIMELINE, all, PAGE);
    const without = all.filter((_, index) => index !== 12);
    expect(ids(showNewest(state, without, PAGE).messages)).toEqual(ids(without));
  });

  it('shows an own message once, whichever of reply and event comes first', () => {
    const sent = messageOf('Ada', 'hello');
    const start = addOutgoing(showNewest(EMPTY_TIMELINE, [], PAGE), { key: 'k', text: 'hello', time: '' });
    const byEvent = settleOutgoing(receiveMessages(start, [sent], false), 'k', sent);
    const byReply = receiveMessages(settleOutgoing(start, 'k', sent), [sent], false);
    for (const state of [byEvent, byReply]) {
      expect(ids(state.messages)).toEqual([sent.id]);
      expect(state.outgoing).toEqual([]);
    }
  });

  it('takes back one of two equal messages on their way, not both', () => {
    let state = showNewest(EMPTY_TIMELINE, [], PAGE);
    state = addOutgoing(state, { key: '1', text: 'same', time: '' });
    state = addOutgoing(state, { key: '2', text: 'same', time: '' });
    state = receiveMessages(state, [messageOf('Ada', 'same')], false);
    expect(state.outgoing.map((one) => one.key)).toEqual(['2']);
  });

  it('[N5] moves own messages on to the relay and to members, never back, and only own ones', () => {
    const own = many(3, 'Ada').map((message) => ({ ...message, state: 'pending' as const }));
    const other = { ...messageOf('Ben', 'x'), state: 'delivered' as const };
    const clocks = own.map((message) => message.clock);
    const told = (relay: number, delivered: number) =>
      ({ type: 'delivery', space: '', channel: '', relay, delivered }) as const;
    let state = showNewest(EMPTY_TIMELINE, [...own, other], PAGE);
    state = advanceDelivery(state, told(clocks[1] ?? 0, clocks[0] ?? 0));
    expect(state.messages.map((message) => message.state)).toEqual([
      'delivered',
      'relay',
      'pending',
      'delivered',
    ]);
    state = advanceDelivery(state, told(0, 0));
    expect(state.messages.map((message) => message.state)).toEqual([
      'delivered',
      'relay',
      'pending',
      'delivered',
    ]);
  });

  it('lets go of the oldest past its bound, but not while they are read', () => {
    const state = showNewest(EMPTY_TIMELINE, many(KEPT), KEPT + 1);
    const more = many(10);
    expect(receiveMessages(state, more, true).messages).toHaveLength(KEPT + 10);
    const trimmed = receiveMessages(state, more, false);
    expect(trimmed.messages).toHaveLength(KEPT);
    expect(trimmed.complete).toBe(false);
  });

  it('jumps back, and finds its way to the newest again in pages without a gap', () => {
    const all = many(300);
    let state = showNewest(EMPTY_TIMELINE, all.slice(-PAGE), PAGE);
    state = showAround(state, all.slice(80, 120));
    expect(state.newest).toBe(false);
    // What arrives now lies beyond a gap.
    const fresh = messageOf('Ben', 'now');
    expect(receiveMessages(state, [fresh], true).messages).toHaveLength(40);
    state = showNewer(state, all.slice(120, 170), PAGE);
    state = showOlder(state, all.slice(30, 80), PAGE);
    expect(ids(state.messages)).toEqual(ids(all.slice(30, 170)));
    expect([state.complete, state.newest]).toEqual([false, false]);
    state = showNewer(state, all.slice(170, 200), PAGE);
    expect(state.newest).toBe(true);
    expect(receiveMessages(state, [fresh], true).messages.at(-1)?.text).toBe('now');
  });

  it('stays within its bound in both directions', () => {
    const all = many(KEPT_READING + 2 * PAGE);
    let state = showAround(EMPTY_TIMELINE, all.slice(PAGE, -PAGE));
    state = showOlder(state, all.slice(0, PAGE), PAGE);
    expect(state.messages).toHaveLength(KEPT_READING);
    expect(state.messages[0]?.id).toBe(all[0]?.id);
    state = showNewer(state, all.slice(KEPT_READING, KEPT_READING + PAGE), PAGE);
    expect(state.messages).toHaveLength(KEPT_READING);
    expect(state.complete).toBe(false);
  });

  it('changes what is here, and brings in nothing that is not', () => {
    const [first, second] = many(2);
    if (first === undefined || second === undefined) throw new Error('two messages');
    const state = showNewest(EMPTY_TIMELINE, [first], PAGE);
    const next = changeMessages(state, [{ ...first, text: 'edited' }, second]);
    expect(next.messages.map((message) => message.text)).toEqual(['edited']);
    expect(changeMessages(state, [second])).toBe(state);
  });
});
