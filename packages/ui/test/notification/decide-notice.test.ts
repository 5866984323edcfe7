import { describe, expect, it } from 'vitest';
import { decideNotice, type NoticeScene } from '../../src/notification/decide-notice.ts';
import { EN } from '../../src/texts/en.ts';
import { createTranslator } from '../../src/texts/translate.ts';
import { idOf, messageOf } from '../script.ts';

const t = createTranslator(EN, 'en');
const said = messageOf('Ben', 'Tea?', { own: false, time: '2026-03-03T09:00:00.000Z' });
const mentioning = { ...said, mentions: { self: true, accounts: [idOf('Ada')] } };
const scene: NoticeScene = {
  level: 'mentions',
  direct: false,
  channel: 'general',
  space: 'Lab',
  inView: false,
  dnd: false,
  blocked: new Set(),
  hidden: false,
  now: Date.parse('2026-03-03T09:00:05.000Z'),
};

describe('whether a message calls its reader', () => {
  it('a mention does, with who, where and what', () => {
    expect(decideNotice(mentioning, scene, t)).toEqual({ title: 'Ben in general · Lab', body: 'Tea?' });
  });

  it('by the level of the channel', () => {
    expect(decideNotice(said, scene, t)).toBeUndefined();
    expect(decideNotice(said, { ...scene, level: 'all' }, t)).toBeDefined();
    expect(decideNotice(mentioning, { ...scene, level: 'none' }, t)).toBeUndefined();
    expect(
      decideNotice({ ...said, mentions: { self: false, everyone: 'here', accounts: [] } }, scene, t),
    ).toBeDefined();
  });

  it('a direct message does unless it is silenced', () => {
    expect(decideNotice(said, { ...scene, direct: true }, t)?.title).toBe('Ben');
    expect(decideNotice(said, { ...scene, direct: true, level: 'none' }, t)).toBeUndefined();
  });

  it('nothing does that is in view, one’s own, imported, deleted, from somebody blocked, or old', () => {
    expect(decideNotice(mentioning, { ...scene, inView: true }, t)).toBeUndefined();
    expect(decideNotice(mentioning, { ...scene, dnd: true }, t)).toBeUndefined();
    expect(decideNotice({ ...mentioning, own: true }, scene, t)).toBeUndefined();
    expect(decideNotice({ ...mentioning, kind: 'import' }, scene, t)).toBeUndefined();
    expect(decideNotice({ ...mentioning, deleted: true }, scene, t)).toBeUndefined();
    expect(decideNotice(mentioning, { ...scene, blocked: new Set([idOf('Ben')]) }, t)).toBeUndefined();
    expect(decideNotice(mentioning, { ...scene, now: scene.now + 3_600_000 }, t)).toBeUndefined();
  });

  it('hidden, it says neither who, where nor what', () => {
    const words = JSON.stringify(decideNotice(mentioning, { ...scene, hidden: true }, t));
    for (const secret of ['Ben', 'general', 'Lab', 'Tea']) expect(words).not.toContain(secret);
  });

  it('long words are cut, and a file without words is named as one', () => {
    const body = (text: string) => decideNotice({ ...mentioning, text }, scene, t)?.body ?? '';
    expect(body('x'.repeat(1000)).length).toBeLessThan(200);
    expect(body('')).toBe('Sent a file.');
  });
});
