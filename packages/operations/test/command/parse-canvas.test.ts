import { test } from 'vitest';
import { expectCall } from './parsing.ts';

test.each([
  ['canvas show --space Lab --channel general', 'canvas.show', { space: 'Lab', channel: 'general' }],
  [
    'canvas show --space Lab --channel general --at 1835008000000001',
    'canvas.show',
    { space: 'Lab', channel: 'general', at: '1835008000000001' },
  ],
  [
    "canvas edit --space Lab --channel general --append '- [ ] cables'",
    'canvas.edit',
    { space: 'Lab', channel: 'general', text: '- [ ] cables', append: true },
  ],
  ['canvas history --space Lab --channel general', 'canvas.history', { space: 'Lab', channel: 'general' }],
  [
    'canvas compare 17 --since 3 --space Lab --channel general',
    'canvas.compare',
    { space: 'Lab', channel: 'general', at: '17', since: '3' },
  ],
  [
    'canvas restore 17 --space Lab --channel general',
    'canvas.restore',
    { space: 'Lab', channel: 'general', at: '17' },
  ],
  [
    'canvas name Agreed --space Lab --channel general',
    'canvas.name',
    { space: 'Lab', channel: 'general', name: 'Agreed' },
  ],
])('plexi %s', (line, operation, input) => expectCall(line, operation, input));
