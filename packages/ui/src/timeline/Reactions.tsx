import type { Reaction } from '@plexi/operations';
import { SmilePlus } from 'lucide-react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface ReactionsProps {
  reactions: readonly Reaction[];
  readOnly: boolean;
  onToggle: (reaction: Reaction) => void;
  onAdd: () => void;
}

/** Different reactions shown under one message. */
const SHOWN = 24;

/** Who felt what about a message: the own ones stand out, names come on hover and focus. */
export const Reactions = ({ reactions, readOnly, onToggle, onAdd }: ReactionsProps) => {
  const t = useTexts();
  const rest = reactions.length - SHOWN;
  return (
    <ul className="reactions" aria-label={t('reaction.group')}>
      {reactions.slice(0, SHOWN).map((reaction) => {
        const others = reaction.count - reaction.names.length;
        const names = new Intl.ListFormat(t.locale).format(reaction.names);
        const who = others > 0 ? t('reaction.more', { names, count: others }) : names;
        return (
          <li key={reaction.emoji}>
            <TooltipTrigger delay={300} closeDelay={60}>
              <AriaButton
                className="reaction"
                data-own={reaction.own}
                aria-pressed={reaction.own}
                aria-label={t('reaction.one', { emoji: reaction.emoji, count: reaction.count, names: who })}
                isDisabled={readOnly}
                onPress={() => onToggle(reaction)}
              >
                <span className="reaction-emoji">{reaction.emoji}</span>
                <span className="reaction-count">{reaction.count.toLocaleString(t.locale)}</span>
              </AriaButton>
              <Tooltip className="tooltip" offset={6}>
                {who}
              </Tooltip>
            </TooltipTrigger>
          </li>
        );
      })}
      {rest > 0 ? <li className="faint tiny">{t('reaction.rest', { count: rest })}</li> : null}
      {readOnly ? null : (
        <li>
          <IconButton
            className="reaction-add"
            label={t('action.react')}
            icon={<SmilePlus size={15} />}
            onPress={onAdd}
          />
        </li>
      )}
    </ul>
  );
};
