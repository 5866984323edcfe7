import { Hash, Megaphone, Sparkles, SquareSlash } from 'lucide-react';
import { Avatar } from '../identity/Avatar.tsx';
import { MarkedName } from '../lookalike/MarkedName.tsx';
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
    case 'command':
      return <SquareSlash size={16} aria-hidden="true" />;
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
            {option.among === undefined ? (
              <bdi>{option.label}</bdi>
            ) : (
              <MarkedName id={option.id ?? ''} name={option.label} among={option.among} />
            )}
          </span>
          {option.nature === undefined ? null : (
            <span className="completion-nature">
              {option.nature === 'ai' ? <Sparkles size={11} aria-hidden="true" /> : null}
              {t(`role.${option.nature}`)}
            </span>
          )}
          {option.summary === undefined ? null : (
            <span className="faint tiny">
              <bdi>{option.summary}</bdi>
            </span>
          )}
          {option.hint === undefined ? null : <span className="faint tiny">{t(option.hint)}</span>}
        </div>
      ))}
    </div>
  );
};
