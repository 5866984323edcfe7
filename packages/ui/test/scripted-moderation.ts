/** What a scripted peer answers about moderation: a policy that can be changed, and one word that it hides. */
import type { ChannelPolicy, Handlers, MessageFinding, PeerEvent } from '@plexi/operations';
import { MODERATION_LABELS } from '@plexi/protocol';
import { idOf, type ScriptedSpace } from './script.ts';

export interface ScriptedModerationInput {
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

export const findingOf = (words: string[], over: Partial<MessageFinding> = {}): MessageFinding => ({
  label: 'toxicity',
  confidence: 0.94,
  tier: 'rules',
  words,
  ...over,
});

export const scriptModeration = ({ find, emit }: ScriptedModerationInput): Handlers => {
  const policies = new Map<string, ChannelPolicy>();
  const policyOf = (space: string, channel: string): ChannelPolicy => {
    const { summary } = find(space);
    return (
      policies.get(channel) ?? {
        channel: idOf(channel),
        channelName: 'general',
        standard: false,
        by: 'Ben Okafor',
        time: '2026-11-20T09:30:00.000Z',
        rules: MODERATION_LABELS.map((label) => ({
          label,
          level: label === 'sexual' ? ('off' as const) : ('careful' as const),
          threshold: 0.6,
          action: label === 'toxicity' ? ('hide' as const) : label === 'sexual' ? 'none' : 'flag',
        })),
        block: ['zorbo*'],
        allow: [],
        hides: true,
        mayChange: summary.role !== 'member',
      }
    );
  };
  return {
    'channel.policy': async ({ space, channel }) => policyOf(space, channel),
    'channel.moderate': async ({ space, channel, hide = [], block = [], forget = [], ...levels }) => {
      const before = policyOf(space, channel);
      const rules = before.rules.map((rule) => {
        const level = levels[rule.label] ?? rule.level;
        const action = level === 'off' ? 'none' : hide.includes(rule.label) ? 'hide' : 'flag';
        return { ...rule, level, action } as const;
      });
      const next = {
        ...before,
        rules,
        block: [...before.block.filter((word) => !forget.includes(word)), ...block],
        by: 'Ada',
        time: '2026-11-23T09:40:00.000Z',
      };
      policies.set(channel, next);
      emit({ type: 'space', space: find(space).summary.id });
      return next;
    },
    'message.check': async ({ text }) => {
      const word = /zorbo\w*/u.exec(text)?.[0];
      return word === undefined ? { withheld: false } : { withheld: true, finding: findingOf([word]) };
    },
  };
};
