import type { SearchHit } from '@plexi/operations';
import { Fragment } from 'react';
import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayShortTime } from '../timeline/say-time.ts';

export interface SearchHitRowProps {
  id: string;
  hit: SearchHit;
  /** The space's name, where several are searched. */
  space: string | undefined;
  active: boolean;
  onChoose: () => void;
}

/** What was found stands out; the text around it stays text. */
const MarkedText = ({ text, marks }: SearchHit['snippet']) => (
  <p className="hit-text" dir="auto">
    {marks.map(([from, to], i) => (
      <Fragment key={from}>
        {text.slice(marks[i - 1]?.[1] ?? 0, from)}
        <mark>{text.slice(from, to)}</mark>
      </Fragment>
    ))}
    {text.slice(marks.at(-1)?.[1] ?? 0)}
  </p>
);

/** One message that was found: an option of the list under the field. */
export const SearchHitRow = ({ id, hit, space, active, onChoose }: SearchHitRowProps) => {
  const t = useTexts();
  const { message, place, snippet } = hit;
  return (
    // The field has the focus and its keys move through the options: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
    <div
      id={id}
      className="hit"
      role="option"
      aria-selected={active}
      tabIndex={-1}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChoose();
      }}
    >
      <Avatar id={message.kind === 'import' ? message.author : message.authorId} name={message.author} />
      <div className="hit-body">
        <p className="hit-head">
          <bdi className="hit-author">{message.author}</bdi>
          <span className="tiny faint">{sayShortTime(message.time, t.locale)}</span>
        </p>
        {message.withheld === undefined || message.own ? (
          <MarkedText {...snippet} />
        ) : (
          <p className="hit-text soft">
            {t('withheld.message', { label: t(`moderation.label.${message.withheld.label}`) })}
          </p>
        )}
        <p className="tiny soft hit-place">
          #<bdi>{place}</bdi>
          {space === undefined ? null : (
            <>
              {' · '}
              <bdi>{space}</bdi>
            </>
          )}
        </p>
      </div>
    </div>
  );
};
