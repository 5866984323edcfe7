/** What is a person's own: what they saved, blocked, muted and scheduled, and how others see them. */
import { test } from 'vitest';
import { expectCall } from './parsing.ts';

const MESSAGE = 'ab'.repeat(32);

test.each([
  ['message saved', 'message.saved', {}],
  [
    `message hide ${MESSAGE} --space Lab --remove`,
    'message.hide',
    { space: 'Lab', id: MESSAGE, remove: true },
  ],
  ['account block Mallory --space Lab', 'account.block', { space: 'Lab', name: 'Mallory' }],
  ['account unblock Mallory --space Lab', 'account.unblock', { space: 'Lab', name: 'Mallory' }],
  ['account blocked', 'account.blocked', {}],
  [
    'channel mute --space Lab --channel g --level mentions',
    'channel.mute',
    { space: 'Lab', channel: 'g', level: 'mentions' },
  ],
  ['channel notify --space Lab', 'channel.notify', { space: 'Lab' }],
  [
    "message schedule --space Lab --channel g --at 2026-12-24T18:00:00Z 'Merry Christmas'",
    'message.schedule',
    { space: 'Lab', channel: 'g', at: '2026-12-24T18:00:00Z', text: 'Merry Christmas' },
  ],
  ['scheduled list', 'scheduled.list', {}],
  [`scheduled edit ${MESSAGE} --text later`, 'scheduled.edit', { id: MESSAGE, text: 'later' }],
  [`scheduled cancel ${MESSAGE}`, 'scheduled.cancel', { id: MESSAGE }],
  ['profile show --space Lab --account Ben', 'profile.show', { space: 'Lab', account: 'Ben' }],
  ["profile set --name 'Ada Lovelace'", 'profile.set', { name: 'Ada Lovelace' }],
  ["profile set --title 'Harbour master'", 'profile.set', { title: 'Harbour master' }],
  ['settings get theme', 'settings.get', { key: 'theme' }],
  ['settings set theme dark', 'settings.set', { key: 'theme', value: 'dark' }],
])('plexi %s', (line, operation, input) => expectCall(line, operation, input));
