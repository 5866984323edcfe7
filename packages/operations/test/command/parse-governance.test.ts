import { test } from 'vitest';
import { expectCall } from './parsing.ts';

test.each([
  [
    'invite create --space Lab --role guest --channel general --channel help',
    'invite.create',
    { space: 'Lab', role: 'guest', channel: ['general', 'help'] },
  ],
  [
    'governance log --space Lab --about Ben --void',
    'governance.log',
    { space: 'Lab', about: 'Ben', void: true },
  ],
  ['governance why --space Lab 3f9a', 'governance.why', { space: 'Lab', decision: '3f9a' }],
  [
    'governance why Ben --space Lab --may member.remove --on Cleo',
    'governance.why',
    { space: 'Lab', decision: 'Ben', may: 'member.remove', on: 'Cleo' },
  ],
  ['governance status --space Lab', 'governance.status', { space: 'Lab' }],
  ['governance sign --space Lab', 'governance.sign', { space: 'Lab' }],
  ['invite list --space Lab', 'invite.list', { space: 'Lab' }],
  ['invite revoke --space Lab --invite 3f9a1c', 'invite.revoke', { space: 'Lab', invite: '3f9a1c' }],
  ['fork list --space Lab', 'fork.list', { space: 'Lab' }],
  ['fork settle 3f9a --space Lab --keep none', 'fork.settle', { space: 'Lab', fork: '3f9a', keep: 'none' }],
  ['owner list --space Lab', 'owner.list', { space: 'Lab' }],
  ['owner add Ben --space Lab', 'owner.add', { space: 'Lab', name: 'Ben' }],
  ['owner drop Ben --space Lab', 'owner.drop', { space: 'Lab', name: 'Ben' }],
  [
    'owner undo 3f9a --space Lab --wrote --preview',
    'owner.undo',
    { space: 'Lab', decision: '3f9a', wrote: true, preview: true },
  ],
  [
    'ai ask Atlas Why? --space Lab --channel general --wait 5',
    'ai.ask',
    { space: 'Lab', name: 'Atlas', text: 'Why?', channel: 'general', wait: 5 },
  ],
  ['ai list --space Lab', 'ai.list', { space: 'Lab' }],
  ['ai log --space Lab --limit 3', 'ai.log', { space: 'Lab', limit: 3 }],
  ['ai log --space Lab --private', 'ai.log', { space: 'Lab', private: true }],
  ['governance verify --space Lab', 'governance.verify', { space: 'Lab' }],
  ['member mute Ben --space Lab --channel g', 'member.mute', { space: 'Lab', name: 'Ben', channel: 'g' }],
  ['member unmute Ben --space Lab', 'member.unmute', { space: 'Lab', name: 'Ben' }],
  [
    'member ban Ben --space Lab --until 2026-12-24T18:00:00Z',
    'member.ban',
    { space: 'Lab', name: 'Ben', until: '2026-12-24T18:00:00Z' },
  ],
  ['member unban Ben --space Lab', 'member.unban', { space: 'Lab', name: 'Ben' }],
  ['member bans --space Lab', 'member.bans', { space: 'Lab' }],
  ['member number Ben --space Lab', 'member.number', { name: 'Ben', space: 'Lab' }],
  ["member verify Ben --number '42789 79390'", 'member.verify', { name: 'Ben', number: '42789 79390' }],
  ["device name 3f9a12 'Blue laptop'", 'device.name', { device: '3f9a12', name: 'Blue laptop' }],
  ['member unverify Ben', 'member.unverify', { name: 'Ben' }],
  ['member verified', 'member.verified', {}],
  [
    'channel admit Atlas --space Lab --channel general --history',
    'channel.admit',
    { space: 'Lab', channel: 'general', name: 'Atlas', history: true },
  ],
  [
    'channel dismiss Atlas --space Lab --channel general',
    'channel.dismiss',
    { space: 'Lab', channel: 'general', name: 'Atlas' },
  ],
  ['channel admissions --space Lab', 'channel.admissions', { space: 'Lab' }],
])('plexi %s', (line, operation, input) => expectCall(line, operation, input));
