import { Check } from 'lucide-react';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { Field } from '../controls/Field.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { NameFlag } from '../lookalike/NameFlag.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { PersonToMeet } from './use-people.ts';

export interface PeoplePickerProps {
  people: readonly PersonToMeet[] | undefined;
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  most: number;
  autoFocus?: boolean;
  /** Whether to say which spaces people are known from. */
  withSpaces?: boolean;
}

const fold = (text: string): string => text.normalize('NFKD').toLocaleLowerCase();

/** People to choose, several at once: type to narrow the list down, arrows and Space to choose. */
export const PeoplePicker = (props: PeoplePickerProps) => {
  const { people, chosen, onChange, most, autoFocus = false, withSpaces = false } = props;
  const t = useTexts();
  const [text, setText] = useState('');
  if (people === undefined) return <Waiting>{t('people.loading')}</Waiting>;
  // Whoever is chosen stays in sight whatever is typed.
  const shown = people.filter(
    ({ account, name }) => chosen.has(account) || fold(name).includes(fold(text.trim())),
  );
  const names = people.map((person) => ({ id: person.account, name: person.name }));
  const isFull = chosen.size >= most;
  return (
    <div className="people">
      <Field
        label={t('people.find')}
        value={text}
        onChange={setText}
        autoFocus={autoFocus}
        hint={t('people.chosen', { count: chosen.size, most })}
      />
      {shown.length === 0 ? (
        <p className="soft">{people.length === 0 ? t('people.none') : t('people.nobody', { text })}</p>
      ) : (
        <ListBox
          className="people-list"
          aria-label={t('people.list')}
          selectionMode="multiple"
          selectedKeys={chosen}
          disabledKeys={
            isFull ? shown.filter(({ account }) => !chosen.has(account)).map(({ account }) => account) : []
          }
          onSelectionChange={(keys) => onChange(keys === 'all' ? chosen : new Set([...keys].map(String)))}
        >
          {shown.map(({ account, name, spaces }) => (
            <ListBoxItem key={account} id={account} className="person" textValue={name}>
              <Avatar id={account} name={name} size="small" />
              <span className="person-words">
                <span className="person-line">
                  <bdi className="person-name">{name}</bdi>
                  <NameFlag id={account} name={name} among={names} form="mark" />
                </span>
                {withSpaces ? <bdi className="tiny soft person-spaces">{spaces.join(' · ')}</bdi> : null}
              </span>
              <Check size={16} className="person-chosen" aria-hidden="true" />
            </ListBoxItem>
          ))}
        </ListBox>
      )}
    </div>
  );
};
