/** The reminders plugin as it ships, in the real sandbox: what is understood, kept and told. */
import path from 'node:path';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { encodeArchive, signPackage } from '@plexi/plugin-api';
import { openPluginHost, type PluginEvent, type PluginHost } from '@plexi/plugin-host';
import { readFolder } from '@plexi/plugin-host/package';
import { plexiError } from '@plexi/protocol';
import { afterEach, expect, test, vi } from 'vitest';

const SPACE = 'ab'.repeat(32);
const GENERAL = 'cd'.repeat(32);
const PLANS = 'ef'.repeat(32);
/** A Wednesday, 14:30 in a zone two hours ahead of UTC. */
const NOW = Date.UTC(2026, 2, 4, 12, 30);
const OFFSET = 120;
const MINUTE = 60_000;

interface Shown {
  id: number;
  at: number;
  text: string;
  channel: string;
  name?: string;
}

const world = (records = new Map<string, Map<string, Uint8Array>>()) => {
  const state = { now: NOW, events: [] as PluginEvent[], sent: [] as unknown[], failing: false };
  const open = async (): Promise<PluginHost> => {
    const host = await openPluginHost({
      primitives,
      store: {
        list: async (kind) => [...(records.get(kind) ?? [])].map(([key, value]) => ({ key, value })),
        put: async (kind, key, value) => {
          const held = records.get(kind) ?? new Map<string, Uint8Array>();
          records.set(kind, held);
          if (value === undefined) held.delete(key);
          else held.set(key, value);
        },
      },
      grants: { list: () => [], onChange: () => () => undefined },
      places: {
        find: async (space, channel) => ({ space, governed: space, channel }),
        governedBy: (space) => space,
      },
      call: async (operation, input) => {
        if (operation === 'channel.list')
          return [
            { id: GENERAL, name: 'general' },
            { id: PLANS, name: 'plans' },
          ];
        if (state.failing) throw plexiError('REMOVED_FROM_SPACE');
        state.sent.push(input);
        return {};
      },
      subscribe: () => () => undefined,
      emit: (event) => state.events.push(event),
      now: () => state.now,
      problem: (detail) => {
        throw new Error(detail);
      },
    });
    await host.start();
    hosts.push(host);
    return host;
  };
  return { state, open };
};
const hosts: PluginHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});

const install = async (host: PluginHost): Promise<void> => {
  const files = await readFolder(path.join(import.meta.dirname, '..', 'plugin'));
  const signature = signPackage(primitives, primitives.sha256(new Uint8Array([1])), files);
  await host.install({ bytes: encodeArchive({ files, signature }) });
  await host.grant('reminders', { capabilities: undefined, space: undefined });
};
const remind = async (host: PluginHost, text: string, language = 'en') =>
  host.run('reminders', 'remind', { text, space: SPACE, channel: GENERAL, language, utcOffset: OFFSET });
const listed = async (host: PluginHost): Promise<Shown[]> =>
  ((await host.ask('reminders', 'list', null)) as { reminders: Shown[] }).reminders;

/** What was typed, how many minutes from now on that is, the words, the channel's name. */
type Understood = [typed: string, minutes: number, words: string, channel?: string];
const IN_ENGLISH: Understood[] = [
  ['me in 20 minutes to stretch', 20, 'stretch'],
  ['me to stretch in 20 minutes', 20, 'stretch'],
  ['in an hour: tea', 60, 'tea'],
  ['me in 2 days that the boat is back', 2 * 1440, 'the boat is back'],
  ['me at 15:00 to call Noor', 30, 'call Noor'],
  ['me at 9 to swim', (24 + 9) * 60 - 870, 'swim'],
  ['me at 3 pm to call', 30, 'call'],
  ['me tomorrow to read', (24 + 9) * 60 - 870, 'read'],
  ['#plans tomorrow at 9:15 stand-up at the pier', (24 + 9) * 60 + 15 - 870, 'stand-up at the pier', 'plans'],
  ['#general on friday at 17 bring cake', (48 + 17) * 60 - 870, 'bring cake', 'general'],
  ['me on wednesday to water the plants', (7 * 24 + 9) * 60 - 870, 'water the plants'],
  ['me 2026-03-10 at 8 to vote', (6 * 24 + 8) * 60 - 870, 'vote'],
];

const IN_ARABIC: Understood[] = [
  ['بعد 20 دقيقة أن أستريح', 20, 'أستريح'],
  ['ذكّرني بعد ٢٠ دقيقة أن أستريح', 20, 'أستريح'],
  ['بعد ساعتين أن أتصل بنور', 120, 'أتصل بنور'],
  ['#general غدًا الساعة ٩ الاجتماع', (24 + 9) * 60 - 870, 'الاجتماع', 'general'],
  ['يوم الجمعة الساعة 5 مساءً أن أحضر الكعكة', (48 + 17) * 60 - 870, 'أحضر الكعكة'],
];

// A plugin of its own for each: all of them at once, on a fast machine, are more calls than one may make in a burst.
test.each([
  ['English', IN_ENGLISH],
  ['Arabic', IN_ARABIC],
] as const)('what people type in %s is understood, in their own time of day', async (_, understood) => {
  const { open } = world();
  const host = await open();
  await install(host);
  for (const [text] of understood) await remind(host, text);
  const all = (await listed(host)).toSorted((a, b) => a.id - b.id);
  expect(all.map(({ at, text, name }) => [(at - NOW) / MINUTE, text, name])).toEqual(
    understood.map(([, minutes, what, channel]) => [minutes, what, channel]),
  );
});

test('one that is cancelled is gone, and what is not understood says what would be', async () => {
  const { open } = world();
  const host = await open();
  await install(host);
  await remind(host, 'me in 20 minutes to stretch');
  await remind(host, 'me in 30 minutes to drink');
  expect(await remind(host, 'cancel 1')).toMatchObject({ en: 'Cancelled.' });
  expect(await listed(host)).toMatchObject([{ text: 'drink' }]);
  for (const text of [
    '',
    'me',
    'me to stretch',
    'me in 20 parsecs to jump',
    'me at 25 to sleep',
    'me in 20 minutes',
  ])
    expect(await remind(host, text)).toMatchObject({
      en: expect.stringMatching(/^Say when and what/u),
    });
  expect(await remind(host, 'me in 900 days to retire')).toMatchObject({
    en: expect.stringMatching(/a year/u),
  });
  expect(await remind(host, '#nowhere in 5 minutes x')).toMatchObject({
    ar: expect.stringMatching(/nowhere/u),
  });
});

test('a reminder rings for oneself, one for a channel is written there, and both outlive a restart in between', async () => {
  const { state, open } = world();
  const first = await open();
  await install(first);
  expect(await remind(first, 'list')).toEqual({ en: 'No reminders.', ar: 'لا تذكيرات.' });
  expect(await remind(first, 'me in 20 minutes to stretch')).toEqual({
    en: 'You will be reminded at 2026-03-04 14:50: stretch',
    ar: 'سأذكّرك في 2026-03-04 14:50: stretch',
  });
  await remind(first, '#plans in 30 minutes stand-up');
  await remind(first, 'me in 3 hours to go home');
  await first.close();
  state.now += 40 * MINUTE;
  const second = await open();
  await vi.waitFor(() => expect(state.sent).toHaveLength(1));
  expect(state.sent).toEqual([{ space: SPACE, channel: PLANS, text: '⏰ stand-up' }]);
  expect(state.events.filter(({ type }) => type === 'notice')).toEqual([
    {
      type: 'notice',
      plugin: 'reminders',
      notice: { title: { en: 'Reminder', ar: 'تذكير' }, body: 'stretch', space: SPACE, channel: GENERAL },
    },
  ]);
  expect((await listed(second)).map(({ text }) => text)).toEqual(['go home']);
  await second.close();
  const third = await open();
  await listed(third);
  expect(state.sent).toHaveLength(1);
});

test('while it runs it rings on time, and says so where the message could not be sent', async () => {
  const { state, open } = world();
  const host = await open();
  await install(host);
  state.failing = true;
  await remind(host, '#plans in 1 second stand-up');
  state.now += 1000;
  await vi.waitFor(() => expect(state.events.some(({ type }) => type === 'notice')).toBe(true), 5000);
  expect(state.events.find(({ type }) => type === 'notice')).toMatchObject({
    notice: { title: { en: 'This reminder could not be sent' }, body: '#plans: stand-up' },
  });
});
