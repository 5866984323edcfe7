import { ArrowUp, History, Search as SearchIcon } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { daysSince, type Known, suggest } from './complete.ts';
import { SearchFilters } from './SearchFilters.tsx';
import { SearchHitRow } from './SearchHitRow.tsx';
import { useSearch } from './use-search.ts';

export interface SearchPaneProps {
  channel: { id: string; name: string } | undefined;
  /** What to look for first. */
  query?: string | undefined;
  /** How often it was asked for: each time after the first brings the focus back to the field. */
  asked: number;
  onClose: () => void;
}

interface Option {
  id: string;
  choose: () => void;
}

const PERCENT = 100;

/** Finds messages by a few letters, and goes to them. */
export const SearchPane = ({ channel, query = '', asked, onClose }: SearchPaneProps) => {
  const t = useTexts();
  const place = usePlace();
  const { desk } = useKept();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(query);
  const [everywhere, setEverywhere] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  /** The option that the keys have reached, and where it stood. */
  const [chosen, setChosen] = useState<{ id: string; at: number }>();
  const [origin] = useState({ channel: channel?.id, space: place.space.id });
  const spaces = useQuery('space.list', {}).data ?? [];
  const search = useSearch({
    text,
    space: everywhere ? undefined : place.space.id,
    isReading: () =>
      chosen !== undefined ||
      list.current?.matches(':hover') === true ||
      (list.current?.closest('.pane-body')?.scrollTop ?? 0) > 0,
  });

  // The day on which the pane was opened: nobody searches across midnight.
  const [days] = useState(() => daysSince(new Date()));
  const known = useMemo(
    (): Known => ({
      people: place.members.map(({ name }) => name),
      channels: place.channels.map(({ name }) => name),
      dates: (['today', 'week', 'month', 'year'] as const).map((span) => ({
        label: t(`search.since.${span}`),
        day: days[span],
      })),
      has: (['file', 'link'] as const).map((thing) => ({ label: t(`search.${thing}`), thing })),
    }),
    [place.members, place.channels, days, t],
  );
  const suggested = suggest(text, known);
  const recent = text === '' ? desk.readSearches() : [];

  const [first] = useState(asked);
  useEffect(() => {
    field.current?.focus();
    if (asked !== first) field.current?.select();
  }, [asked, first]);

  const write = (next: string): void => {
    setText(next);
    setChosen(undefined);
    field.current?.focus();
  };
  const goTo = (target: Parameters<typeof place.goToMessage>[0]): void => {
    desk.keepSearch(text.trim());
    place.goToMessage(target);
  };
  const options: Option[] = [
    ...recent.map((one, i) => ({ id: `${id}-recent-${i}`, choose: () => write(one) })),
    ...(suggested?.options ?? []).map(({ insert }, i) => ({
      id: `${id}-word-${i}`,
      choose: () => write(`${text.slice(0, suggested?.start)}${insert} `),
    })),
    ...search.hits.map(({ message, space }) => ({
      id: `${id}-hit-${message.id}`,
      choose: () => goTo({ space, channel: message.channel ?? '', message: message.id }),
    })),
  ];
  // What was deleted under the keys leaves its place to the next one.
  const found = chosen === undefined ? -1 : options.findIndex((option) => option.id === chosen.id);
  const at = found >= 0 ? found : Math.min(chosen?.at ?? -1, options.length - 1);
  const active = options[at];
  const activeId = active?.id;
  const isActive = (option: string): boolean => activeId === option;

  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      if (step > 0 && at === options.length - 1) search.more?.();
      const next = Math.max(-1, Math.min(options.length - 1, at + step));
      const option = options[next];
      setChosen(option === undefined ? undefined : { id: option.id, at: next });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // What a person sees first is what Enter takes: a completion, else the newest message.
      (active ?? options[0])?.choose();
    } else if (event.key === 'Escape') {
      // Back to where the reader was before the first result; the page closes what is open.
      if (origin.channel !== undefined && origin.channel !== channel?.id && origin.space === place.space.id)
        place.goToChannel(origin.channel);
    }
  };

  const count = search.hits.length;
  const { indexed } = search;
  const growing = indexed !== undefined && indexed.done < indexed.total;
  return (
    <Pane title={t('search.title')} onClose={onClose}>
      <search className="search">
        <div className="search-field">
          <SearchIcon size={16} aria-hidden="true" />
          <input
            ref={field}
            className="input"
            type="search"
            role="combobox"
            aria-label={t('search.label')}
            aria-expanded={options.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={activeId}
            placeholder={t('search.placeholder')}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            maxLength={512}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setChosen(undefined);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <SearchFilters
          text={text}
          channel={channel?.name}
          everywhere={everywhere}
          single={spaces.length < 2}
          onText={write}
          onEverywhere={setEverywhere}
        />
        <FailureNotice failure={search.failure} />
        <output className="small soft search-status">
          {search.answered === undefined
            ? null
            : t('search.count', { count, more: search.more === undefined ? 'no' : 'yes' })}{' '}
          {growing
            ? t('search.indexing', { percent: Math.floor((PERCENT * indexed.done) / indexed.total) })
            : null}
        </output>
        {text === '' && recent.length === 0 ? <p className="small soft">{t('search.hint')}</p> : null}
        {search.answered !== undefined && count === 0 && !growing ? (
          <p className="small soft">
            {t(everywhere || spaces.length < 2 ? 'search.none' : 'search.none.here')}
          </p>
        ) : null}
        {search.fresh === undefined ? null : (
          <Button
            look="quiet"
            icon={<ArrowUp size={15} />}
            onPress={() => {
              search.fresh?.show();
              setChosen(undefined);
              list.current?.closest('.pane-body')?.scrollTo({ top: 0 });
              field.current?.focus({ preventScroll: true });
            }}
          >
            {t('search.fresh', { count: search.fresh.count })}
          </Button>
        )}
        <div
          ref={list}
          className="hits"
          role="listbox"
          id={`${id}-list`}
          aria-label={t('search.results')}
          hidden={options.length === 0}
        >
          {recent.map((one, i) => (
            <div
              key={one}
              id={`${id}-recent-${i}`}
              className="hit-word"
              role="option"
              aria-selected={isActive(`${id}-recent-${i}`)}
              aria-label={t('search.again', { query: one })}
              tabIndex={-1}
              onClick={() => write(one)}
              onKeyDown={onKeyDown}
            >
              <History size={14} aria-hidden="true" />
              <bdi>{one}</bdi>
            </div>
          ))}
          {suggested?.options.map(({ label, insert }, i) => (
            <div
              key={insert}
              id={`${id}-word-${i}`}
              className="hit-word"
              role="option"
              aria-selected={isActive(`${id}-word-${i}`)}
              tabIndex={-1}
              onClick={options[recent.length + i]?.choose}
              onKeyDown={onKeyDown}
            >
              <bdi>{label}</bdi>
              <bdi className="faint tiny mono">{insert}</bdi>
            </div>
          ))}
          {search.hits.map((hit, i) => (
            <SearchHitRow
              key={hit.message.id}
              id={`${id}-hit-${hit.message.id}`}
              hit={hit}
              space={everywhere ? spaces.find((one) => one.id === hit.space)?.name : undefined}
              active={isActive(`${id}-hit-${hit.message.id}`)}
              onChoose={() => options[recent.length + (suggested?.options.length ?? 0) + i]?.choose()}
            />
          ))}
        </div>
        {search.more === undefined ? null : (
          <Button look="quiet" onPress={search.more}>
            {t('search.more')}
          </Button>
        )}
      </search>
    </Pane>
  );
};
