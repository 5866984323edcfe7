import { Hash, Megaphone } from 'lucide-react';
import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { Option } from './use-completions.ts';

export interface CompletionListProps {
  id: string;
  options: readonly Option[];
  active: number;
  onPick: (option: Option) => void;
  onActive: (index: number) => void;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

const Picture = ({ option }: { option: Option }) => {
  switch (option.kind) {
    case 'person':
      return <Avatar id={option.id ?? ''} name={option.label} size="small" />;
    case 'everyone':
      return <Megaphone size={16} aria-hidden="true" />;
    case 'channel':
      return <Hash size={16} aria-hidden="true" />;
    case 'emoji':
      return (
        <span className="completion-emoji" aria-hidden="true">
          {option.insert}
        </span>
      );
  }
};

/** What could be meant, over the field; the field keeps the focus and says which one is chosen. */
export const CompletionList = ({ id, options, active, onPick, onActive }: CompletionListProps) => {
  const t = useTexts();
  return (
    <div className="completions" role="listbox" id={id} aria-label={t('completion.label')}>
      {options.map((option, index) => (
        <div
          key={option.key}
          id={optionId(id, index)}
          className="completion"
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => onActive(index)}
          onPointerDown={(event) => {
            // The field keeps the focus.
            event.preventDefault();
            onPick(option);
          }}
        >
          <span className="completion-picture">
            <Picture option={option} />
          </span>
          <span className="completion-label">
            <bdi>{option.label}</bdi>
          </span>
          {option.hint === undefined ? null : <span className="faint tiny">{t(option.hint)}</span>}
        </div>
      ))}
    </div>
  );
};
