/** A list of messages of any length: only what is near the window is on the page, and the reader's place is kept. */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Sight } from '../awareness/unreads.ts';
import { NEAR_END, useEnd } from './use-end.ts';
import { useMessageKeys } from './use-message-keys.ts';

/** Rows from either end where the next page is asked for. */
const NEAR_EDGE = 10;
/** Pixels of the line over the first message. */
const START = 56;
const END = 12;
/** Pixels that a row may stick out and still be in sight. */
const ROUNDING = 2;

export interface ListControl {
  scrollToEnd: () => void;
  /** Brings a message into the middle and the focus to it. */
  showMessage: (id: string) => void;
  /** Brings a message to the upper edge, with what stands over it. */
  showFrom: (id: string) => void;
  focusMessage: (id: string) => void;
}

export interface ListRow {
  key: string;
  /** It is no message: the focus passes it, and nobody has to have seen it. */
  passive?: boolean;
}

export interface MessageListProps<Row extends ListRow> {
  label: string;
  rows: readonly Row[];
  /** Pixels that a row takes, roughly. */
  estimate: (row: Row) => number;
  /** What stands over the first row. */
  start: ReactNode;
  renderRow: (row: Row) => ReactNode;
  /** The row that the list begins with; without it, it is shown from its end. */
  from?: string | undefined;
  /** Whether the last row is the newest there is: then the list follows what arrives. */
  newest: boolean;
  control: Ref<ListControl>;
  onStart: () => void;
  onEnd: () => void;
  onAtEnd: (atEnd: boolean) => void;
  /** The first and the last row that can be read now; nothing while the list is hidden. */
  onVisible?: ((shown: Sight | undefined) => void) | undefined;
  /** A key was pressed on a message. Gives back whether that did something. */
  onKey: (message: string, event: KeyboardEvent) => boolean;
}

const union = (indexes: number[], index: number): number[] =>
  index < 0 || indexes.includes(index) ? indexes : [...indexes, index].sort((left, right) => left - right);

export const MessageList = <Row extends ListRow>(props: MessageListProps<Row>) => {
  const { label, rows, estimate, start, renderRow, newest, control } = props;
  const { onStart, onEnd, onAtEnd, onVisible, onKey } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [wasNewest, setWasNewest] = useState(newest);
  const [focused, setFocused] = useState<string>();
  const [ready, setReady] = useState(false);
  /** The message that the focus is to go to, and the one to bring into the middle, once they are here. */
  const wanted = useRef<string>(undefined);
  const sought = useRef<{ id: string; align: 'center' | 'start' }>(undefined);

  const follows = newest && wasNewest;
  const end = useEnd({ scroller, follows, scrollToEnd: () => virtualizer.scrollToEnd(), onAtEnd });
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 0 : estimate(row);
    },
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: 'end',
    // The page that closes the gap to the newest message is to be read, not to be jumped over.
    followOnAppend: follows,
    scrollEndThreshold: NEAR_END,
    paddingStart: START,
    paddingEnd: END,
    overscan: 6,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    // What has the focus stays on the page: a screen reader would lose its place with it.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const near = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      return focused === undefined
        ? near
        : union(
            near,
            rows.findIndex((row) => row.key === focused),
          );
    },
    onChange: () => {
      end.check();
      tellVisible();
    },
  });
  // Whatever changes its height above the edge of the window, what is below it stays.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _, instance) =>
    item.start < (instance.scrollOffset ?? 0);

  const told = useRef('');
  /** Before the first scroll has happened nothing is in sight yet. */
  const tellVisible = (): void => {
    const element = scroller.current;
    if (!ready || onVisible === undefined || element === null) return;
    if (element.clientHeight === 0) {
      told.current = '';
      onVisible(undefined);
      return;
    }
    const top = element.scrollTop;
    const bottom = top + element.clientHeight;
    // A row can be read once its end is in sight, or once nothing but it is.
    const inSight = virtualizer
      .getVirtualItems()
      .filter((item) => item.end > top && (item.end <= bottom + ROUNDING || item.start <= top))
      .filter(({ index }) => rows[index]?.passive !== true);
    const first = inSight[0];
    const last = inSight.at(-1);
    if (first === undefined || last === undefined || told.current === `${first.key} ${last.key}`) return;
    told.current = `${first.key} ${last.key}`;
    onVisible({ first: String(first.key), last: String(last.key) });
  };

  const indexOf = (id: string): number => rows.findIndex((row) => row.key === id);
  const elementOf = (id: string): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`) ?? null;
  const focusMessage = (id: string): void => {
    const element = elementOf(id);
    if (element === null) {
      wanted.current = id;
      virtualizer.scrollToIndex(indexOf(id), { align: 'auto' });
      return;
    }
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
  };
  const seek = (): void => {
    const { id, align } = sought.current ?? {};
    const index = id === undefined ? -1 : indexOf(id);
    if (index < 0) return;
    sought.current = undefined;
    virtualizer.scrollToIndex(index, { align: align ?? 'center' });
    // One that is in sight already moves nothing.
    requestAnimationFrame(end.check);
  };
  const beginAt = (id: string): void => {
    sought.current = { id, align: 'start' };
    end.set(false);
    seek();
  };
  useImperativeHandle(control, () => ({
    scrollToEnd: () => {
      end.set(true);
      virtualizer.scrollToEnd();
    },
    showMessage: (id) => {
      // Its row may not be here yet: whoever asks for it has just loaded its page.
      wanted.current = id;
      sought.current = { id, align: 'center' };
      end.set(false);
      seek();
    },
    showFrom: beginAt,
    focusMessage,
  }));
  useMessageKeys(scroller, {
    leaveTo: focusMessage,
    step: (from, by) => {
      const messages = rows.filter(({ passive }) => passive !== true);
      const next =
        from === undefined ? messages.at(-1) : messages[messages.findIndex(({ key }) => key === from) + by];
      if (next !== undefined) focusMessage(next.key);
    },
    toEnd: () => {
      if (follows) end.set(true);
      virtualizer.scrollToEnd();
    },
    onKey,
    onFocus: setFocused,
  });

  const has = rows.length > 0;
  const place = useEffectEvent(() => {
    if (wanted.current !== undefined) return;
    if (props.from === undefined) virtualizer.scrollToEnd();
    else beginAt(props.from);
  });
  const [shown, setShown] = useState(false);
  useLayoutEffect(() => {
    if (!has || shown) return;
    place();
    setShown(true);
  }, [has, shown]);
  useEffect(() => {
    if (!shown) return undefined;
    // The first scroll has to have happened before its place says anything about pages.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => setReady(true)));
    return () => cancelAnimationFrame(frame);
  }, [shown]);
  useEffect(() => setWasNewest(newest), [newest, rows]);

  const items = virtualizer.getVirtualItems();
  const first = items.find(({ key }) => key !== focused)?.index ?? 0;
  const last = items.findLast(({ key }) => key !== focused)?.index ?? 0;
  const nearStart = useEffectEvent(onStart);
  const nearEnd = useEffectEvent(onEnd);
  useEffect(() => {
    if (!ready) return;
    if (first < NEAR_EDGE) nearStart();
    if (last >= rows.length - NEAR_EDGE) nearEnd();
  }, [ready, first, last, rows]);
  useEffect(() => {
    seek();
    tellVisible();
    const id = wanted.current;
    const element = id === undefined ? null : elementOf(id);
    if (element === null) return;
    wanted.current = undefined;
    element.focus({ preventScroll: true });
  });

  return (
    <div className="message-list" ref={scroller} role="log" aria-live="off" aria-label={label} tabIndex={0}>
      <div className="message-rows" ref={virtualizer.containerRef}>
        <div className="message-list-start">{start}</div>
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <div
              key={item.key}
              className="message-slot"
              data-index={item.index}
              ref={virtualizer.measureElement}
            >
              {renderRow(row)}
            </div>
          );
        })}
      </div>
    </div>
  );
};
