/** A space with an AI node that one channel admits, and a guest that none does yet. */
import { idOf, inSync, memberOf, messageOf, type Script } from '../script.ts';
import { plain, ready } from './scene-spaces.ts';

const GENERAL = idOf('Lab/general');

export const assistantSpace = (): Script => {
  const name = messageOf(
    'Ben Okafor',
    'The survey boat is called **Marlin**, after the fish and not the rifle.',
  );
  const paint = messageOf('Noor', 'We paint her blue on Monday if it stays dry.');
  const question = messageOf('Ada', '@Atlas what is the boat called, and when do we paint her?', {
    mentions: { self: false, accounts: [idOf('Atlas')] },
  });
  const answer = messageOf(
    'Atlas',
    'She is called Marlin [1], and you paint her on Monday if it stays dry [2].',
    {
      replyTo: { id: question.id, author: 'Ada', text: question.text, missing: false },
      inference: {
        model: 'Qwen/Qwen3-4B-GGUF:Q4_K_M',
        promptTokens: 412,
        answerTokens: 24,
        ms: 1830,
        sources: [name.id, paint.id],
      },
    },
  );
  const second = messageOf('Borealis', 'Marlin; the paint comes on Monday.', {
    replyTo: { id: question.id, author: 'Ada', text: question.text, missing: false },
    inference: { model: 'small', promptTokens: 390, answerTokens: 9, ms: 900, sources: [] },
    second: true,
  });
  return {
    account: { ...ready },
    app: { ...plain },
    spaces: [
      {
        summary: { id: idOf('space-Harbour Lab'), name: 'Harbour Lab', state: 'ready', role: 'owner' },
        channels: [{ id: GENERAL, name: 'general' }],
        members: [
          memberOf('Ada', 'owner', true),
          memberOf('Ben Okafor', 'admin'),
          memberOf('Noor', 'member'),
          memberOf('Atlas', 'ai'),
          memberOf('Gus Vermeer', 'guest'),
        ],
        messages: new Map([[GENERAL, [name, paint, question, answer, second]]]),
        sync: inSync(),
      },
    ],
    admissions: [
      {
        account: idOf('Atlas'),
        name: 'Atlas',
        role: 'ai',
        channel: GENERAL,
        channelName: 'general',
        history: true,
        until: '2026-12-24T18:00:00.000Z',
        ended: false,
        by: 'Ada',
      },
    ],
  };
};
