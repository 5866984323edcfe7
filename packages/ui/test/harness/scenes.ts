/** The states that the interface is looked at in. */
import type { Report } from '@plexi/operations';
import { idOf, inSync, LINK, memberOf, messageOf, type Script, type ScriptedSpace } from '../script.ts';
import { directOf } from '../scripted-settings.ts';
import { fileScene } from './file-scene.ts';
import { richMessages } from './rich-messages.ts';

const ready: Script['account'] = {
  state: 'ready',
  name: 'Ada',
  account: idOf('Ada'),
  device: idOf('Ada/device'),
  fingerprint: '4821 9930 1174 0562 8813 2047',
  vault: 'file',
  protection: 'The key lies in a file that only your user can read.',
  profile: '/home/ada/.plexi/default',
};
const none: Script['account'] = { state: 'none', profile: '/home/ada/.plexi/default' };
const plain = { mode: 'browser' } as const;

const emptySpace = (): ScriptedSpace => ({
  summary: { id: idOf('space-Lab'), name: 'Lab', state: 'ready', role: 'owner' },
  channels: [{ id: idOf('Lab/general'), name: 'general' }],
  members: [memberOf('Ada', 'owner', true)],
  messages: new Map(),
  sync: inSync(),
});

const talk = () => [
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

const CANVAS = `# Tide measurements

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

const busySpace = (): ScriptedSpace => ({
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

const otherSpaces = (): ScriptedSpace[] => [
  {
    ...emptySpace(),
    summary: { id: idOf('space-Book club'), name: 'Book club', state: 'ready', role: 'member' },
    sync: { ...inSync(), inSync: false, pendingEntries: 2 },
  },
  { ...emptySpace(), summary: { id: idOf('space-Street'), name: 'Harbour Street 12', state: 'waiting' } },
];

const offlineSpace = (): ScriptedSpace => {
  const space = busySpace();
  return {
    ...space,
    sync: {
      ...space.sync,
      inSync: false,
      pendingEntries: 3,
      devices: [],
      relays: space.sync.relays.map((relay) => ({ ...relay, connected: false, inSync: false })),
    },
  };
};

/** A space with everything that the shell can show: private and archived channels, topics, people to write to, a disguise. */
const peopled = (): Script => {
  const space = busySpace();
  const [general] = space.channels;
  if (general !== undefined) general.topic = 'Tides, sensors and who has the boat';
  space.channels.push(
    { id: idOf('Lab/budget'), name: 'budget', private: true, topic: 'Numbers' },
    { id: idOf('Lab/old'), name: 'winter-2019', archived: true },
  );
  // The second letter is Cyrillic.
  space.members.push(memberOf('B\u0435n Okafor', 'member'));
  const script: Script = { account: { ...ready }, spaces: [space, ...otherSpaces()], app: { ...plain } };
  script.directs = [directOf(script, 'Noor'), directOf(script, 'Ben Okafor', 'Noor')];
  script.directs.push({
    ...directOf(script, 'Sam Whitby'),
    request: true,
    by: { account: idOf('Sam Whitby'), name: 'Sam Whitby' },
    messages: 1,
    latest: {
      author: 'Sam Whitby',
      text: 'Hello, we have not met: I run the tide gauge across the river. May I see your readings?',
      time: '2026-03-15T09:00:00.000Z',
    },
  });
  return script;
};

const filesSpace = (): Script => {
  const { messages, files } = fileScene();
  const space = busySpace();
  space.messages.set(idOf('Lab/general'), messages);
  return { account: { ...ready }, spaces: [space, ...otherSpaces()], app: { ...plain }, files };
};

/** Back after a week: much is unread, some of it names the reader, somebody is blocked. */
const away = (): Script => {
  const space = busySpace();
  const boats = idOf('Lab/boat-rota');
  const asked = { mentions: { self: true, accounts: [idOf('Ada')] } };
  space.messages.set(boats, [
    messageOf('Noor', 'Who takes the skiff on Saturday?'),
    messageOf('Noor', '@Ada could you? You know the moorings.', asked),
    messageOf('Mallory', 'Buy my boats', { blocked: true }),
    messageOf('Ben Okafor', 'I can bring the ladder.', { saved: true }),
  ]);
  const [first, second] = space.channels;
  return {
    account: { ...ready },
    spaces: [space, ...otherSpaces()],
    app: { ...plain },
    unread: { [boats]: 4, [first?.id ?? '']: 9, [second?.id ?? '']: 0 },
    scheduled: [
      {
        id: idOf('scheduled'),
        space: space.summary.id,
        spaceName: space.summary.name,
        channel: boats,
        name: 'boat-rota',
        text: 'Reminder: the skiff goes out at **nine**.',
        at: '2027-01-09T08:00:00.000Z',
      },
    ],
    status: 'dnd',
  };
};

export const SCENES: Record<string, () => Script> = {
  start: () => ({ account: { ...none }, spaces: [], app: { ...plain } }),
  invited: () => ({ account: { ...none }, spaces: [], app: { ...plain, invitation: LINK } }),
  refused: () => ({ account: { ...none }, spaces: [], app: { ...plain } }),
  files: filesSpace,
  locked: () => ({ account: { ...none, state: 'locked' }, spaces: [], app: { ...plain } }),
  first: () => ({ account: { ...ready }, spaces: [], app: { ...plain } }),
  join: () => ({ account: { ...ready }, spaces: [], app: { ...plain, invitation: LINK }, admits: false }),
  joined: () => ({
    account: { ...ready },
    spaces: [
      emptySpace(),
      { ...emptySpace(), summary: { id: idOf('space-Harbour Lab'), name: 'Harbour Lab', state: 'ready' } },
    ],
    app: { ...plain, invitation: LINK },
  }),
  empty: () => ({ account: { ...ready }, spaces: [emptySpace()], app: { ...plain } }),
  people: peopled,
  away,
  busy: () => ({
    account: { ...ready },
    spaces: [busySpace(), ...otherSpaces()],
    app: { ...plain, reason: 'Electron could not be downloaded.' },
    canvases: { [idOf('Lab/general')]: CANVAS },
    sendDelay: 300,
    devices: ['Laptop', 'Desktop'].map((name, place) => ({
      device: idOf(name),
      fingerprint: (idOf(name).slice(0, 40).match(/.{4}/gu) ?? []).join(' '),
      since: `2026-0${place + 4}-02T08:00:00.000Z`,
      self: place === 0,
      spaces: ['Harbour Lab', 'Chess club'],
    })),
  }),
  rich: () => ({
    account: { ...ready },
    spaces: [{ ...busySpace(), messages: new Map([[idOf('Lab/general'), [...talk(), ...richMessages()]]]) }],
    app: { ...plain },
  }),
  reported: () => {
    const space = busySpace();
    const [message, other] = [...space.messages.values()]
      .flat()
      .filter(({ own, kind }) => !own && kind === 'post');
    const base = { reporter: 'Noor Haddad', own: false, mayDecide: true, mayRemove: true } as const;
    const reports: Report[] = [
      {
        ...base,
        id: idOf('report-1'),
        reason: 'spam',
        note: 'The third time this week, and always the same link.',
        time: '2026-11-23T09:30:00.000Z',
        messageId: message?.id ?? '',
        ...(message === undefined ? {} : { message }),
        state: 'open',
      },
      {
        ...base,
        id: idOf('report-2'),
        reason: 'abuse',
        note: '',
        time: '2026-11-20T14:00:00.000Z',
        messageId: other?.id ?? '',
        state: 'closed',
        outcome: 'hidden',
        decidedBy: 'Ada',
      },
    ];
    return {
      account: { ...ready },
      spaces: [space, ...otherSpaces()],
      app: { ...plain },
      reports: new Map([[space.summary.id, reports]]),
    };
  },
  offline: () => ({ account: { ...ready }, spaces: [offlineSpace(), ...otherSpaces()], app: { ...plain } }),
  error: () => ({
    account: { ...ready },
    spaces: [busySpace()],
    app: { ...plain },
    failing: { 'message.send': 'KEY_MISSING', 'member.remove': 'INTERNAL' },
  }),
  waiting: () => ({
    account: { ...ready },
    spaces: [
      { ...emptySpace(), summary: { id: idOf('space-W'), name: 'Harbour Street 12', state: 'waiting' } },
    ],
    app: { ...plain },
  }),
};
