import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { listOperations } from '@plexi/operations';
import { describe, expect, it } from 'vitest';
import { rateMatch } from '../../src/palette/fuzzy.ts';
import { type PaletteItem, rankItems } from '../../src/palette/palette-items.ts';

const item = (group: PaletteItem['group'], label: string): PaletteItem => ({
  id: `${group}-${label}`,
  group,
  label,
  icon: null,
  run: () => undefined,
});

describe('finding by a few letters', () => {
  it('letters come in order; accents and case do not matter', () => {
    expect(rateMatch('gnl', 'general')).toBeDefined();
    expect(rateMatch('lng', 'general')).toBeUndefined();
    expect(rateMatch('zoe', 'Zoë')).toBeDefined();
    expect(rateMatch('', 'anything')).toBeDefined();
  });

  it('beginnings of words beat middles, the whole beginning beats both, short beats long', () => {
    const better = (letters: string, one: string, other: string) =>
      expect(rateMatch(letters, one) ?? -1, `${letters}: ${one} before ${other}`).toBeGreaterThan(
        rateMatch(letters, other) ?? -1,
      );
    better('br', 'boat-rota', 'harbour');
    better('gen', 'general', 'agenda-new');
    better('lab', 'Lab', 'Laboratory of the harbour');
    better('mem', 'Members', 'Remember them');
  });

  it('the group with the best match comes first; searching messages stays last', () => {
    const items = [
      item('channels', 'instruments'),
      item('people', 'Ines'),
      item('actions', 'Invite people'),
      item('search', 'Search'),
    ];
    expect(rankItems(items, 'ines').map(({ group }) => group)).toEqual(['people', 'channels', 'search']);
    expect(rankItems(items, 'inst').map(({ group }) => group)).toEqual(['channels', 'search']);
    expect(rankItems(items, '').map(({ group }) => group)).toEqual([
      'channels',
      'people',
      'actions',
      'search',
    ]);
  });
});

/** Operations that no action of the palette leads to, by where a person finds them. */
const ELSEWHERE: Record<string, RegExp> = {
  'before there is a workspace': /^account\.(?:create|phrase|restore|unlock)$/u,
  'on a message, in the composer or in a canvas':
    /^(?:message|file|canvas|note|typing|draft|mention|scheduled|unread|presence|report|moderation)\./u,
  'by choosing a channel, a person or a space':
    /^(?:space\.(?:list|show|join)|dm\.|member\.list|profile\.show|account\.block|channel\.(?:members|changes|add|remove|list))/u,
  'in somebody’s profile, and where one looks after one’s devices':
    /^(?:member\.(?:number|verify|unverify|verified)|device\.name)$/u,
  'of the admin panel, which is a plugin, and of the command line':
    /^(?:governance|owner|fork)\.|^member\.(?:mute|unmute|ban|unban|bans)$|^ai\.(?:list|log)$|^channel\.(?:policy|moderate)$|^invite\.list$/u,
  'by naming an AI node in a message; and of the node itself': /^ai\.(?:ask|answer|say|tell|tally)$/u,
  'by a plugin’s own panel, command or card': /^plugin\.(?:ask|call|log|panel|run|shipped|sign)$/u,
  'in the settings, and where one looks after one’s relays': /^profile\.check$|^proof\.(?:list|export)$/u,
  'of the command line alone':
    /^(?:peer|relay)\.|^proof\.check$|^account\.export$|^sync\.(?:wait|status|resume)$|^invite\.revoke$|^ai\.(?:start|status|stop|key\.|model\.)/u,
  'of the app around the page': /^app\.(?:show|attend|panel)$/u,
};

describe('the palette reaches every operation', () => {
  it('each operation is one that some action leads to, or has its place elsewhere', async () => {
    const folder = path.join(import.meta.dirname, '../../src');
    const sources = await Promise.all(
      (await readdir(folder, { recursive: true }))
        .filter((file) => /\.tsx?$/u.test(file))
        .map((file) => readFile(path.join(folder, file), 'utf8')),
    );
    const actions = await readFile(path.join(folder, 'workspace/use-actions.tsx'), 'utf8');
    const unreached = listOperations()
      .map(({ id }) => id)
      .filter(
        (id) => !actions.includes(`'${id}'`) && !Object.values(ELSEWHERE).some((place) => place.test(id)),
      );
    expect(unreached).toEqual([]);
    // What an action claims to lead to is called somewhere in the interface.
    const claimed = [...actions.matchAll(/'([a-z]+\.[a-z]+)'/gu)].map(([, id]) => id ?? '');
    const ids = new Set<string>(listOperations().map(({ id }) => id));
    const uncalled = claimed
      .filter((id) => ids.has(id))
      .filter((id) => !sources.some((text) => text.includes(text === actions ? `call('${id}'` : `'${id}'`)));
    expect(uncalled).toEqual([]);
  });
});
