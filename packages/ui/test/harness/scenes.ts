/** The states that the interface is looked at in. */

import { idOf, LINK, memberOf, messageOf, type Script } from '../script.ts';
import { somePlugins } from '../scripted-plugins.ts';
import { directOf } from '../scripted-settings.ts';
import { verifiedPerson } from '../scripted-verification.ts';
import { assistantSpace } from './assistant-scene.ts';
import { fileScene } from './file-scene.ts';
import { noticesAbout, reportsAbout, withheldMessages } from './report-scenes.ts';
import { richMessages } from './rich-messages.ts';
import {
  busySpace,
  CANVAS,
  changesAfter,
  emptySpace,
  none,
  offlineSpace,
  otherSpaces,
  plain,
  ready,
  talk,
} from './scene-spaces.ts';

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
  script.plugins = somePlugins();
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

/** Noor and Ben were verified; then Ben got another device. Somebody else bears Ben's name, with another letter. */
const verified = (): Script => {
  const script = peopled();
  const [lab] = script.spaces;
  const added = messageOf('', '');
  if (lab !== undefined)
    lab.changes = [
      {
        id: idOf('added'),
        clock: added.clock,
        time: '2026-06-02T08:00:00.000Z',
        type: 'device.added',
        account: idOf('Ben Okafor'),
        name: 'Ben Okafor',
        by: idOf('Ben Okafor'),
        byName: 'Ben Okafor',
      },
    ];
  script.directs?.push(directOf(script, 'Ben Okafor'));
  script.verified = [verifiedPerson('Noor', 'verified'), verifiedPerson('Ben Okafor', 'changed')];
  return script;
};

/** Names that look like others: a channel, a space, somebody who asks to talk. */
const disguised = (): Script => {
  const script = peopled();
  const [lab, club] = script.spaces;
  lab?.channels.push({ id: idOf('Lab/disguise'), name: 'genera\u217c' });
  if (club !== undefined) club.summary = { ...club.summary, name: 'Harb\u043eur Lab' };
  const stranger = { account: idOf('stranger'), name: 'N\u043e\u043er' };
  const asking = { ...directOf(script, 'Sam Whitby'), request: true, by: stranger };
  script.directs = [...(script.directs ?? []).filter(({ request }) => !request), asking];
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
  assistant: assistantSpace,
  disguised,
  verified,
  away,
  /** More is unread than a page holds. */
  behind: () => ({
    account: { ...ready },
    spaces: [busySpace(), ...otherSpaces()],
    app: { ...plain },
    unread: { [idOf('Lab/general')]: 90 },
  }),
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
      removable: place === 1,
      ...(place === 0 ? { name } : {}),
      spaces: ['Harbour Lab', 'Chess club'],
    })),
  }),
  rich: () => {
    const said = talk();
    const changes = changesAfter(said[99]);
    const messages = [...said, ...richMessages()];
    return {
      account: { ...ready },
      spaces: [{ ...busySpace(), changes, messages: new Map([[idOf('Lab/general'), messages]]) }],
      app: { ...plain },
    };
  },
  moderated: () => {
    const space = busySpace();
    const [general, ...others] = space.channels;
    const said = [...talk(), ...withheldMessages()];
    const channels = general === undefined ? [] : [{ ...general, withholds: true }, ...others];
    return {
      account: { ...ready },
      spaces: [{ ...space, channels, messages: new Map([[idOf('Lab/general'), said]]) }],
      app: { ...plain },
    };
  },
  reported: () => {
    const space = busySpace();
    const said = [...space.messages.values()].flat().filter(({ own, kind }) => !own && kind === 'post');
    return {
      account: { ...ready },
      spaces: [space, ...otherSpaces()],
      app: { ...plain },
      reports: new Map([[space.summary.id, reportsAbout(said)]]),
    };
  },
  warned: () => {
    const space = busySpace();
    const said = [...space.messages.values()].flat().filter(({ own }) => own);
    return {
      account: { ...ready },
      spaces: [space, ...otherSpaces()],
      app: { ...plain },
      notices: new Map([[space.summary.id, noticesAbout(said)]]),
      reportsElsewhere: true,
    };
  },
  offline: () => ({ account: { ...ready }, spaces: [offlineSpace(), ...otherSpaces()], app: { ...plain } }),
  'full-disk': () => {
    const space = busySpace();
    return {
      account: { ...ready },
      spaces: [{ ...space, sync: { ...space.sync, storage: 'full' } }, ...otherSpaces()],
      app: { ...plain },
      failing: { 'message.send': 'STORE_FULL' },
    };
  },
  'damaged-disk': () => {
    const space = busySpace();
    return {
      account: { ...ready },
      spaces: [{ ...space, sync: { ...space.sync, storage: 'repairing' } }, ...otherSpaces()],
      app: { ...plain },
    };
  },
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
