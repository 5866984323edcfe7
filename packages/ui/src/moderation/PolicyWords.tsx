import type { ChannelPolicy } from '@plexi/operations';
import { useTexts } from '../texts/TextsProvider.tsx';
import { choiceOf } from './policy-choices.ts';

/** [A3] How a channel is moderated, in words. */
export const PolicyWords = ({ policy }: { policy: ChannelPolicy }) => {
  const t = useTexts();
  const { rules, block, allow } = policy;
  const lists = [
    ['moderation.block', block],
    ['moderation.allow', allow],
  ] as const;
  return (
    <dl className="policy-words small">
      {rules.map((rule) => (
        <div key={rule.label}>
          <dt>{t(`moderation.label.${rule.label}`)}</dt>
          <dd>{t(`moderation.choice.${choiceOf(rule)}`)}</dd>
        </div>
      ))}
      {lists.map(([title, words]) =>
        words.length === 0 ? null : (
          <div key={title}>
            <dt>{t(title)}</dt>
            <dd>
              <bdi>{words.join(', ')}</bdi>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
};
