import type { Message } from '@plexi/operations';
import { lazy, Suspense, useCallback, useRef } from 'react';
import { ReportSheet } from '../report/ReportSheet.tsx';
import { DeleteSheet } from './DeleteSheet.tsx';
import { HistorySheet } from './HistorySheet.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import type { UsedTools } from './message-tools.ts';

const EmojiPopover = lazy(() => import('../emoji/EmojiPopover.tsx'));

export interface MessageStagesProps extends UsedTools {
  onHidden: (message: Message) => void;
}

/** What opens over a list of messages: one thing at a time. */
export const MessageStages = ({ tools, opened, close, onHidden }: MessageStagesProps) => {
  const anchor = useRef<HTMLSpanElement>(null);
  const target = opened?.element;
  const point = opened?.point;
  // Placed when it comes onto the page: what hangs on it measures it right after.
  const place = useCallback(
    (element: HTMLSpanElement | null) => {
      anchor.current = element;
      if (element === null) return;
      const box = (target?.querySelector('.message-toolbar') ?? target)?.getBoundingClientRect();
      const isRtl = getComputedStyle(element).direction === 'rtl';
      element.style.left = `${point?.x ?? (isRtl ? box?.left : box?.right) ?? 0}px`;
      element.style.top = `${point?.y ?? Math.min(box?.bottom ?? 0, window.innerHeight - 8)}px`;
    },
    [target, point],
  );
  if (opened === undefined) return null;
  const { stage, message } = opened;
  switch (stage) {
    case 'menu':
      return (
        <>
          <span className="stage-anchor" ref={place} />
          <MessageMenu
            scene={tools.sceneOf(message)}
            anchor={anchor}
            onRun={(action) => tools.run(action, message)}
            onClose={close}
          />
        </>
      );
    case 'emoji':
      return (
        <>
          <span className="stage-anchor" ref={place} />
          <Suspense fallback={null}>
            <EmojiPopover
              anchor={anchor}
              onPick={(emoji) => tools.react(message, emoji, false)}
              onClose={close}
            />
          </Suspense>
        </>
      );
    case 'delete':
      return <DeleteSheet message={message} onChange={tools.change} onClose={close} />;
    case 'hide':
      return <DeleteSheet message={message} onlyHere onHidden={() => onHidden(message)} onClose={close} />;
    case 'report':
      return <ReportSheet message={message} onClose={close} />;
    case 'history':
      return <HistorySheet message={message} onClose={close} />;
  }
};
