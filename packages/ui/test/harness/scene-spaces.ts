/** The spaces, people and words that scenes are made of. */
import type { Message, TrustChange } from '@plexi/operations';
import { idOf, inSync, memberOf, messageOf, RELAY, type Script, type ScriptedSpace } from '../script.ts';

export const ready: Script['account'] = {
  state: 'ready',
  name: 'Ada',
  account: idOf('Ada'),
  device: idOf('Ada/device'),
  fingerprint: '4821 9930 1174 0562 8813 2047',
  vault: 'file',
  protection: 'The key lies in a file that only your user can read.',
  profile: '/home/ada/.plexi/default',
};
export const none: Script['account'] = { state: 'none', profile: '/home/ada/.plexi/default' };
export const plain = { mode: 'browser' } as const;

export const emptySpace = (): ScriptedSpace => ({
  summary: { id: idOf('space-Lab'), name: 'Lab', state: 'ready', role: 'owner' },
  channels: [{ id: idOf('Lab/general'), name: 'general' }],
  members: [memberOf('Ada', 'owner', true)],
  messages: new Map(),
  sync: inSync(),
});

/** One long ago, right behind a message; the others now. */
export const changesAfter = (early: Message | undefined): TrustChange[] => {
  const change = (
    type: TrustChange['type'],
    who: string,
    by: string,
    at = messageOf('', ''),
  ): TrustChange => ({
    id: idOf(`${type}/${who}`),
    clock: at.clock,
    time: at.time,
    type,
    account: idOf(who),
    name: who,
    by: idOf(by),
    byName: by,
    ...(type === 'role' ? { role: 'admin' } : {}),
  });
  return [
    { ...change('left', 'kit', 'kit', early), clock: (early?.clock ?? 0) + 0.5 },
    change('joined', 'Noor', 'Ada'),
    change('device.added', 'Ben Okafor', 'Ben Okafor'),
    change('device.removed', 'Ben Okafor', 'Ben Okafor'),
    change('role', 'Ben Okafor', 'Ada'),
    change('removed', 'mfraser', 'Ben Okafor'),
  ];
};

export const talk = () => [
  ...Array.from({ length: 130 }, (_, index) =>
    messageOf(
      index % 7 < 4 ? 'Ben Okafor' : 'Noor',
      `Earlier line ${index + 1}: the tide table for the harbour.`,
    ),
  ),
  messageOf('Ben Okafor', 'Morning! The new sensor is on the pier. First readings look sane.'),
  messageOf(
    'Ben Okafor',
    'Depth 4.2 m, salinity 31.\nLogs: https://example.org/harbour/logs?day=3 (see the second tab).',
  ),
  messageOf('Noor', 'Nice. Can you leave it in until Thursday? I want one full tide cycle.'),
  messageOf('Ada', 'Yes, battery is at 80 %. I will keep an eye on it.', { state: 'delivered' }),
  messageOf('mfraser', 'does anyone still have the 2019 calibration sheet?', {
    kind: 'import',
    importedBy: 'Noor',
    time: '[04:13]',
    authorId: idOf('Noor'),
  }),
  messageOf('kit', 'in the blue folder, second shelf', {
    kind: 'import',
    importedBy: 'Noor',
    time: '[04:15]',
    authorId: idOf('Noor'),
  }),
  messageOf('ליאור כהן', 'הקובץ מצורף כאן: https://example.org/tide.csv – תודה!'),
  messageOf('Noor', '<img src=x onerror=alert(1)> **not bold**, just text.'),
  messageOf('Ada', 'Found it, thank you.', { state: 'relay' }),
  messageOf(
    'Ada',
    'I will scan it this afternoon and put the numbers into the canvas, so that nobody has to read my handwriting again.',
    { state: 'pending' },
  ),
];

export const CANVAS = `# Tide measurements

We leave the sensor on the pier **until Thursday**, see [the logs](https://example.org/harbour/logs).

## To do

- [x] Mount the sensor
- [ ] Order cables
  - 20 m, *sea water proof*
- [ ] Calibrate with the 2019 sheet

> Salinity is measured in the evening only.

1. Read the depth
2. Note it here

\`\`\`sh
./read-sensor --depth 4.2
\`\`\`

---

تُقاس الملوحة مساءً فقط.`;

export const busySpace = (): ScriptedSpace => ({
  ...emptySpace(),
  summary: { id: idOf('space-Lab'), name: 'Harbour Lab', state: 'ready', role: 'owner' },
  channels: ['general', 'instruments', 'boat-rota', 'a-channel-with-a-rather-long-name-for-a-sidebar'].map(
    (name) => ({
      id: idOf(`Lab/${name}`),
      name,
    }),
  ),
  members: [
    memberOf('Ada', 'owner', true),
    memberOf('Ben Okafor', 'admin'),
    memberOf('Noor', 'member'),
    memberOf('ליאור כהן', 'member'),
  ],
  messages: new Map([[idOf('Lab/general'), talk()]]),
  sync: { ...inSync(), devices: [{ device: idOf('Ben/device'), name: 'Ben Okafor', relayed: false }] },
});

export const otherSpaces = (): ScriptedSpace[] => [
  {
    ...emptySpace(),
    summary: { id: idOf('space-Book club'), name: 'Book club', state: 'ready', role: 'member' },
    sync: { ...inSync(), inSync: false, pendingEntries: 2 },
  },
  { ...emptySpace(), summary: { id: idOf('space-Street'), name: 'Harbour Street 12', state: 'waiting' } },
];

const awayRelay = { device: idOf('relay-0'), kind: 'relay', name: RELAY, connected: false } as const;
const awayMember = (name: string) =>
  ({ device: idOf(`${name}/device`), kind: 'member', name, connected: false }) as const;

export const offlineSpace = (): ScriptedSpace => {
  const space = busySpace();
  return {
    ...space,
    sync: {
      ...space.sync,
      inSync: false,
      pendingEntries: 3,
      missing: 1,
      devices: [],
      relays: space.sync.relays.map((relay) => ({
        ...relay,
        connected: false,
        inSync: false,
        broken: 2,
      })),
      channels: [
        {
          channel: idOf('Lab/general'),
          kind: 'channel',
          name: 'general',
          mine: 42,
          pending: 2,
          stored: [
            { ...awayRelay, entries: 40 },
            { ...awayMember('Ben Okafor'), entries: 38 },
          ],
          lacking: 3,
          missing: 1,
          unreadable: 0,
          sources: [
            { ...awayRelay, because: 'signed' },
            { ...awayMember('Cleo Andersson'), because: 'wrote' },
          ],
        },
        {
          channel: idOf('Lab/decisions'),
          kind: 'decisions',
          name: '',
          mine: 9,
          pending: 1,
          stored: [{ ...awayRelay, entries: 8 }],
          lacking: 0,
          missing: 0,
          unreadable: 0,
          sources: [],
        },
      ],
    },
  };
};
