import { idOf, messageOf } from '../script.ts';

const self = (emoji: string, ...names: string[]) => ({
  emoji,
  count: names.length,
  own: names.includes('Ada'),
  names,
});

/** Everything that one message may show. */
export const richMessages = () => {
  const asked = messageOf('Ben Okafor', 'Which day for the **full tide cycle**? @Ada @here', {
    mentions: { self: true, everyone: 'here', accounts: [idOf('Ada')] },
    reactions: [self('👍', 'Noor', 'Ada'), self('🌊', 'Ben Okafor')],
    replies: {
      count: 3,
      last: '2026-03-15T09:20:00.000Z',
      authors: [idOf('Noor'), idOf('Ada'), idOf('Ben Okafor')],
    },
    pinned: true,
  });
  return [
    asked,
    messageOf('Noor', 'Thursday. The moon is right.', { root: asked.id, apart: true }),
    messageOf('Ada', 'Agreed, I bring the second sensor.', { root: asked.id, apart: true }),
    messageOf(
      'Noor',
      [
        'Here is what the logger says:',
        '',
        '```ts',
        'const depth = readings.map(({ metres }) => metres); // one each minute',
        "if (Math.max(...depth) > 4.2) alert('high water');",
        '```',
        '',
        '| time | depth | note |',
        '| --- | ---: | --- |',
        '| 09:00 | 4.2 m | high |',
        '| 15:10 | 0.9 m | low |',
        '',
        '- [x] clamp the cable',
        '- [ ] label the box, see #instruments',
        '',
        '> Never trust a dry sensor.',
        '',
        'More at [harbour.example](https://evil.example/x) and https://example.org/tide.',
      ].join('\n'),
      { saved: true, edited: '2026-03-15T09:30:00.000Z' },
    ),
    messageOf('Ben Okafor', '🎉🌊'),
    messageOf('Ada', 'Thursday it is.', {
      state: 'delivered',
      replyTo: { id: asked.id, author: 'Ben Okafor', text: asked.text, missing: false },
      expires: '2026-03-16T09:30:00.000Z',
    }),
    messageOf('Noor', 'The tide table is wrong.', { forked: true }),
    messageOf('Noor', '', { deleted: true }),
    messageOf('Noor', 'Who brings what?', {
      poll: {
        options: [
          { text: 'The boat', votes: 2, own: false, names: ['Ben Okafor', 'Noor'] },
          { text: 'Coffee', votes: 1, own: true, names: ['Ada'] },
          { text: 'The calibration sheet', votes: 0, own: false, names: [] },
        ],
        multiple: false,
        closed: false,
        voters: 3,
      },
    }),
  ];
};
