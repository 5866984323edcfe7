import type { Direct } from '@plexi/operations';
import { describe, expect, it } from 'vitest';
import { listSections, type SectionsInput } from '../../src/space/sidebar-sections.ts';
import { idOf } from '../script.ts';

const channel = (name: string, more = {}) => ({ id: idOf(name), name, messages: 0, ...more });
const direct = (name: string, request = false): Direct => ({
  space: idOf(`space/${name}`),
  channel: idOf(name),
  name,
  state: 'ready',
  request,
  by: { account: idOf(name), name },
  members: [
    { account: idOf('Ada'), name: 'Ada', self: true, left: false },
    { account: idOf(name), name, self: false, left: false },
  ],
  messages: 0,
});
const input: SectionsInput = {
  space: idOf('Lab'),
  channels: [channel('general'), channel('budget', { private: true }), channel('boats')],
  directs: [direct('Noor'), direct('Mallory', true)],
  unread: new Map(),
  current: idOf('general'),
  currentWasUnread: false,
};
const names = (given: SectionsInput) =>
  listSections(given).map((section) => [section.name, section.stops.map((stop) => stop.name)]);

describe('the list beside the timeline', () => {
  it('has channels, private ones and people apart; strangers who ask are not in it', () => {
    expect(names(input)).toEqual([
      ['channels', ['general', 'boats']],
      ['private', ['budget']],
      ['directs', ['Noor']],
    ]);
  });

  it('puts what is unread first, mentions before the rest, and a channel stays there while it is read', () => {
    const unread = new Map([
      [idOf('boats'), { unread: 3, mentions: 0 }],
      [idOf('Noor'), { unread: 1, mentions: 1 }],
    ]);
    expect(names({ ...input, unread })[0]).toEqual(['unread', ['Noor', 'boats']]);
    const reading = { ...input, unread, current: idOf('boats'), currentWasUnread: true };
    expect(names(reading)[0]).toEqual(['unread', ['Noor', 'boats']]);
    expect(listSections(reading)[0]?.stops.find(({ name }) => name === 'boats')?.unread).toBe(0);
  });
});
