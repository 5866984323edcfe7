/** A channel's policy as it is chosen: one choice for each thing that is looked for, and two lists of words. */
import type { ChannelPolicy, OperationInput } from '@plexi/operations';

export type PolicyRule = ChannelPolicy['rules'][number];
type PolicyLabel = PolicyRule['label'];

/** How closely, and what about it. */
export const POLICY_CHOICES = ['off', 'careful', 'careful-hide', 'strict', 'strict-hide'] as const;
/** `own`: a threshold that is none of these, with what is done about it. */
export type PolicyChoice = (typeof POLICY_CHOICES)[number] | 'own' | 'own-hide';

export interface PolicyDraft {
  choices: Record<PolicyLabel, PolicyChoice>;
  block: string;
  allow: string;
}

export const choiceOf = ({ level, action }: PolicyRule): PolicyChoice =>
  level === 'off' ? 'off' : action === 'hide' ? `${level}-hide` : level;

export const draftOf = ({ rules, block, allow }: ChannelPolicy): PolicyDraft => ({
  choices: Object.fromEntries(rules.map((rule) => [rule.label, choiceOf(rule)])) as PolicyDraft['choices'],
  block: block.join('\n'),
  allow: allow.join('\n'),
});

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

type Changes = Omit<OperationInput<'channel.moderate'>, 'space' | 'channel'>;

/** What is to be said so that a policy becomes what was chosen; undefined where it is that already. */
export const changesTo = (policy: ChannelPolicy, draft: PolicyDraft): Changes | undefined => {
  const changed = policy.rules.filter((rule) => choiceOf(rule) !== draft.choices[rule.label]);
  const [block, allow] = [linesOf(draft.block), linesOf(draft.allow)];
  const forget = [
    ...policy.block.filter((word) => !block.includes(word)),
    ...policy.allow.filter((word) => !allow.includes(word)),
  ];
  const added = {
    block: block.filter((word) => !policy.block.includes(word)),
    allow: allow.filter((word) => !policy.allow.includes(word)),
  };
  if (changed.length + forget.length + added.block.length + added.allow.length === 0) return undefined;
  const levels = changed.flatMap(({ label }) => {
    const [level] = draft.choices[label].split('-');
    return level === 'off' || level === 'careful' || level === 'strict' ? [[label, level] as const] : [];
  });
  const hidden = policy.rules
    .map(({ label }) => label)
    .filter((label) => draft.choices[label].endsWith('-hide'));
  return {
    ...Object.fromEntries(levels),
    hide: hidden.length === 0 ? ['none'] : hidden,
    ...(added.block.length === 0 ? {} : { block: added.block }),
    ...(added.allow.length === 0 ? {} : { allow: added.allow }),
    ...(forget.length === 0 ? {} : { forget }),
  };
};
