import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';

export interface ResizerProps {
  /** The column that it sizes: also the name of the CSS variable, `--NAME-width`. */
  column: 'side' | 'pane';
  /** Pixels. */
  least: number;
  most: number;
  usual: number;
}

const STEP = 16;

/** The line between two columns: dragged, or moved by the arrow keys. It remembers. */
export const Resizer = ({ column, least, most, usual }: ResizerProps) => {
  const t = useTexts();
  const { desk } = useKept();
  const [width, setWidth] = useState(() => desk.readShape(column) ?? usual);
  const dragged = useRef<{ from: number; width: number }>(undefined);
  const take = (next: number): void => {
    const fitting = Math.round(Math.min(most, Math.max(least, next)));
    setWidth(fitting);
    desk.writeShape(column, fitting);
  };
  useEffect(() => {
    document.documentElement.style.setProperty(`--${column}-width`, `${width}px`);
    return () => {
      document.documentElement.style.removeProperty(`--${column}-width`);
    };
  }, [column, width]);

  /** Which way is wider: the sidebar grows towards the end of the line, the pane towards its start. */
  const towards = (): 1 | -1 => {
    const rtl = document.documentElement.dir === 'rtl';
    return (column === 'side') === rtl ? -1 : 1;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key];
    if (step !== undefined) take(width + step * towards());
    else if (event.key === 'Home') take(least);
    else if (event.key === 'End') take(most);
    else return;
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent<HTMLHRElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = { from: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent): void => {
    const start = dragged.current;
    if (start !== undefined) take(start.width + (event.clientX - start.from) * towards());
  };
  return (
    // https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/
    <hr
      className="resizer"
      data-column={column}
      aria-orientation="vertical"
      aria-label={t(`resize.${column}`)}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      // Let go, or taken away by the system: either way the drag is over.
      onLostPointerCapture={() => {
        dragged.current = undefined;
      }}
      onDoubleClick={() => take(usual)}
    />
  );
};
