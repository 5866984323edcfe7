/** Emoji to pick from: found by words, by group, or among those that were used last. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Waiting } from '../controls/Waiting.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { EMOJI_GROUPS, type Emoji, findEmoji, loadEmoji } from './emoji-data.ts';

/** Emoji in a row of the grid. */
const COLUMNS = 8;
/** Found ones shown. */
const FOUND = 64;
const TONES = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'] as const;
const MARKS = ['😀', '👋', '🐾', '🍎', '✈️', '🎈', '💡', '✅', '🚩'] as const;

type Cell = Pick<Emoji, 'emoji' | 'label'>;

const toned = (emoji: Emoji, tone: number): Cell => ({
  label: emoji.label,
  emoji: (tone === 0 ? undefined : emoji.tones[tone - 1]) ?? emoji.emoji,
});

export const EmojiPicker = ({ onPick }: { onPick: (emoji: string) => void }) => {
  const t = useTexts();
  const { desk } = useKept();
  const id = useId();
  const grid = useRef<HTMLTableElement>(null);
  const [all, setAll] = useState<readonly Emoji[]>();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly Emoji[]>([]);
  const [group, setGroup] = useState<number>();
  const [tone, setTone] = useState(desk.readSkinTone);
  const [active, setActive] = useState(0);
  const recent = desk.readRecentEmoji();

  useEffect(() => {
    let live = true;
    void loadEmoji(t.locale).then((loaded) => live && setAll(loaded));
    return () => {
      live = false;
    };
  }, [t.locale]);
  useEffect(() => {
    if (query.trim() === '') return undefined;
    let live = true;
    void findEmoji(query, FOUND, t.locale).then((list) => live && setFound(list));
    return () => {
      live = false;
    };
  }, [query, t.locale]);

  const isSearch = query.trim() !== '';
  const chosen = group ?? (recent.length > 0 ? -1 : 0);
  const labelOf = (emoji: string): string =>
    all?.find((one) => one.emoji === emoji || one.tones.includes(emoji))?.label ?? emoji;
  const cells: Cell[] = isSearch
    ? found.map((emoji) => toned(emoji, tone))
    : chosen === -1
      ? recent.map((emoji) => ({ emoji, label: labelOf(emoji) }))
      : (all ?? []).filter((emoji) => emoji.group === chosen).map((emoji) => toned(emoji, tone));

  const pick = ({ emoji }: Cell): void => {
    desk.rememberEmoji(emoji);
    onPick(emoji);
  };
  const focus = (index: number): void => {
    if (index < 0 || index >= cells.length) return;
    setActive(index);
    grid.current?.querySelectorAll<HTMLElement>('td button')[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const steps: Record<string, number> = {
      ArrowRight: isRtl ? -1 : 1,
      ArrowLeft: isRtl ? 1 : -1,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    focus(active + step);
  };
  const rows = Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
    cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  return (
    <div className="emoji-picker">
      <input
        className="input"
        type="search"
        value={query}
        dir="auto"
        autoComplete="off"
        // The picker is opened to find one.
        ref={(field) => field?.focus({ preventScroll: true })}
        placeholder={t('emoji.search')}
        aria-label={t('emoji.search')}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          const [first] = cells;
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            focus(0);
          } else if (event.key === 'Enter' && isSearch && first !== undefined) {
            event.preventDefault();
            pick(first);
          }
        }}
      />
      {isSearch ? null : (
        <fieldset className="emoji-groups">
          <legend className="unseen">{t('emoji.groups')}</legend>
          {[...(recent.length > 0 ? [-1] : []), ...EMOJI_GROUPS].map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === chosen}
              aria-label={t(`emoji.group.${one === -1 ? 'recent' : groupName(one)}`)}
              title={t(`emoji.group.${one === -1 ? 'recent' : groupName(one)}`)}
              onClick={() => {
                setGroup(one);
                setActive(0);
              }}
            >
              {one === -1 ? '🕘' : MARKS[EMOJI_GROUPS.indexOf(one as (typeof EMOJI_GROUPS)[number])]}
            </button>
          ))}
        </fieldset>
      )}
      <div className="emoji-grid" data-user-text>
        {all === undefined ? <Waiting>{t('emoji.loading')}</Waiting> : null}
        {all !== undefined && cells.length === 0 ? <p className="soft small">{t('emoji.none')}</p> : null}
        <table role="grid" aria-label={t('emoji.grid')} ref={grid}>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row[0]?.emoji}>
                {row.map((cell, column) => {
                  const index = at * COLUMNS + column;
                  return (
                    <td key={cell.emoji}>
                      <button
                        type="button"
                        tabIndex={index === active ? 0 : -1}
                        aria-label={cell.label}
                        title={cell.label}
                        onFocus={() => setActive(index)}
                        onKeyDown={onKeyDown}
                        onClick={() => pick(cell)}
                      >
                        {cell.emoji}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <fieldset className="emoji-tones">
        <legend className="unseen">{t('emoji.tone')}</legend>
        {TONES.map((hand, index) => (
          <label key={hand} data-chosen={tone === index} title={t('emoji.tone.one', { tone: index })}>
            <input
              type="radio"
              className="unseen"
              name={id}
              checked={tone === index}
              onChange={() => {
                setTone(index);
                desk.writeSkinTone(index);
              }}
            />
            <span className="unseen">{t('emoji.tone.one', { tone: index })}</span>
            <span aria-hidden="true">{hand}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
};

const GROUP_NAMES = [
  'smileys',
  'people',
  '',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
const groupName = (group: number) => GROUP_NAMES[group] || 'smileys';
