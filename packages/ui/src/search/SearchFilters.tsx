import { ToggleButton } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import { spellFilter, toggleFilter } from './complete.ts';

export interface SearchFiltersProps {
  text: string;
  channel: string | undefined;
  everywhere: boolean;
  /** There is only one space. */
  single: boolean;
  onText: (text: string) => void;
  onEverywhere: (everywhere: boolean) => void;
}

/** Filters at hand: each is a word in the field, so that it can also be typed and is seen for what it is. */
export const SearchFilters = (props: SearchFiltersProps) => {
  const { text, channel, everywhere, single, onText, onEverywhere } = props;
  const t = useTexts();
  const chip = (label: string, spelled: string) => (
    <ToggleButton
      key={spelled}
      className="chip"
      isSelected={text.split(/\s+/u).includes(spelled)}
      onChange={() => onText(toggleFilter(text, spelled))}
    >
      {label}
    </ToggleButton>
  );
  return (
    <fieldset className="search-filters" aria-label={t('search.filters')}>
      {single ? null : (
        <ToggleButton className="chip" isSelected={everywhere} onChange={onEverywhere}>
          {t('search.everywhere')}
        </ToggleButton>
      )}
      {channel === undefined || /\s/u.test(channel)
        ? null
        : chip(t('search.here', { channel }), spellFilter('in', channel))}
      {chip(t('search.mine'), 'from:me')}
      {chip(t('search.link'), 'has:link')}
      {chip(t('search.file'), 'has:file')}
      {(['from', 'in', 'after'] as const).map((filter) => (
        <ToggleButton
          key={filter}
          className="chip"
          isSelected={false}
          onChange={() => onText(`${text.replace(/\s*$/u, text.trim() === '' ? '' : ' ')}${filter}:`)}
        >
          {t(`search.by.${filter}`)}
        </ToggleButton>
      ))}
    </fieldset>
  );
};
