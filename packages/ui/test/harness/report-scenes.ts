/** Reports in their stages, as a space has them for its admin and for somebody who was warned. */
import type { Message, Notice, Report } from '@plexi/operations';
import { idOf, messageOf } from '../script.ts';
import { findingOf } from '../scripted-moderation.ts';

const of = (message: Message | undefined): Partial<Report> & { messageId: string } => ({
  messageId: message?.id ?? '',
  ...(message === undefined
    ? {}
    : { message, author: message.author, authorId: message.authorId, text: message.text }),
});

/** One to decide, one from elsewhere, one whose evidence does not hold, one that somebody appeals against, one decided by two. */
export const reportsAbout = (messages: readonly Message[]): Report[] => {
  const [first, second, third] = messages;
  const base = {
    reporter: 'Noor Haddad',
    own: false,
    note: '',
    evidence: 'verified' as const,
    elsewhere: false,
    channelName: 'general',
    overruled: [],
    state: 'open' as const,
    mayDecide: false,
    mayReview: false,
    actions: [],
  };
  const all: Report['actions'] = ['dismissed', 'warned', 'hidden', 'redacted', 'muted', 'removed', 'banned'];
  return [
    {
      ...base,
      ...of(second),
      id: idOf('report-0'),
      reason: 'abuse',
      reporter: 'Atlas',
      finding: { ...findingOf(['tide cycle'], { tier: 'classifier', confidence: 0.71 }), here: false },
      time: '2026-11-23T09:35:00.000Z',
      mayDecide: true,
      actions: all,
    },
    {
      ...base,
      ...of(first),
      id: idOf('report-1'),
      reason: 'spam',
      note: 'The third time this week, and always the same link.',
      time: '2026-11-23T09:30:00.000Z',
      mayDecide: true,
      actions: all,
    },
    {
      ...base,
      id: idOf('report-2'),
      reason: 'harm',
      time: '2026-11-23T08:00:00.000Z',
      messageId: idOf('said elsewhere'),
      author: second?.author ?? '',
      authorId: second?.authorId ?? idOf('somebody'),
      text: 'Pay me, or they all hear of it',
      elsewhere: true,
      mayDecide: true,
      actions: ['dismissed', 'warned', 'muted'],
    },
    {
      ...base,
      id: idOf('report-3'),
      reason: 'other',
      time: '2026-11-22T08:00:00.000Z',
      messageId: third?.id ?? '',
      evidence: 'broken',
      mayDecide: true,
      actions: ['dismissed'],
    },
    {
      ...base,
      ...of(second),
      id: idOf('report-4'),
      reason: 'abuse',
      time: '2026-11-21T14:00:00.000Z',
      state: 'closed',
      outcome: 'muted',
      decidedBy: 'Liora Cohen',
      decidedAt: '2026-11-21T15:00:00.000Z',
      until: '2026-11-28T15:00:00.000Z',
      words: 'Not in this tone',
      appeal: { words: 'I quoted a song, ask Noor.', time: '2026-11-21T16:00:00.000Z' },
      mayReview: true,
    },
    {
      ...base,
      ...of(third),
      id: idOf('report-5'),
      reason: 'abuse',
      time: '2026-11-20T14:00:00.000Z',
      state: 'closed',
      outcome: 'hidden',
      decidedBy: 'Ada',
      words: '',
      overruled: [{ outcome: 'dismissed', by: 'Ben Okafor', time: '2026-11-20T15:00:00.000Z' }],
    },
  ];
};

/** A warning that was not read yet, and what came of an appeal. */
export const noticesAbout = (messages: readonly Message[]): Notice[] => {
  const [first, second] = messages;
  return [
    {
      id: idOf('notice-1'),
      messageId: first?.id ?? '',
      ...(first === undefined ? {} : { message: first }),
      reason: 'abuse',
      outcome: 'warned',
      words: 'Please be kinder to newcomers.',
      by: 'Ben Okafor',
      time: '2026-11-23T09:00:00.000Z',
      seen: false,
      mayAppeal: true,
    },
    {
      id: idOf('notice-2'),
      messageId: second?.id ?? '',
      ...(second === undefined ? {} : { message: second }),
      reason: 'spam',
      outcome: 'muted',
      words: '',
      by: 'Ben Okafor',
      time: '2026-11-20T09:00:00.000Z',
      until: '2026-11-27T09:00:00.000Z',
      seen: true,
      appeal: { words: 'It was one link', time: '2026-11-20T10:00:00.000Z' },
      review: { outcome: 'reversed', by: 'Cleo', words: 'Fair', time: '2026-11-20T11:00:00.000Z' },
      mayAppeal: false,
    },
  ];
};

/** Messages that wait to be reviewed: somebody's, and one's own. */
export const withheldMessages = (): Message[] => [
  messageOf('Noor', 'That sensor is a zorbonaut.', { withheld: findingOf(['zorbonaut']) }),
  messageOf('Ben Okafor', 'Click here for free shells', {
    withheld: findingOf(['free shells'], { label: 'scam', tier: 'classifier', confidence: 0.71 }),
  }),
  messageOf('Ada', 'You are a zorbonaut yourself.', {
    withheld: findingOf(['zorbonaut']),
    state: 'delivered',
  }),
];
