import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

interface Toast {
  key: number;
  words: string;
}

/** Milliseconds that an outcome stays shown; focusing keeps it. */
const SHOWN_MS = 6000;
/** The same since the pointer moved over it: one that only rests there, while somebody types elsewhere, does not keep it for good. */
const HOVERED_MS = 20_000;
const SHOWN_AT_ONCE = 3;

const ToastContext = createContext<(words: string) => void>(() => undefined);

/** Says the outcome of an action, once. */
export const useToast = (): ((words: string) => void) => use(ToastContext);

let toasts = 0;

const ToastCard = ({ toast, onDone }: { toast: Toast; onDone: (key: number) => void }) => {
  const t = useTexts();
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const element = card.current;
    if (element === null) return undefined;
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leaveIn = (ms: number): void => {
      clearTimeout(timer);
      if (!element.contains(document.activeElement)) timer = setTimeout(() => onDone(toast.key), ms);
    };
    const listeners = {
      pointerenter: () => leaveIn(HOVERED_MS),
      pointermove: () => leaveIn(HOVERED_MS),
      pointerleave: () => leaveIn(SHOWN_MS),
      focusin: () => leaveIn(SHOWN_MS),
      focusout: () => leaveIn(SHOWN_MS),
    };
    for (const [name, listener] of Object.entries(listeners))
      element.addEventListener(name, listener, { signal: gone.signal });
    leaveIn(SHOWN_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [toast.key, onDone]);
  return (
    <li className="toast" ref={card}>
      <span>{toast.words}</span>
      <IconButton label={t('dismiss')} icon={<X size={16} />} onPress={() => onDone(toast.key)} />
    </li>
  );
};

export const ToastProvider = ({ children }: { children: ReactNode }) => {
  const t = useTexts();
  const [shown, setShown] = useState<Toast[]>([]);
  const say = useCallback((words: string) => {
    toasts += 1;
    const key = toasts;
    setShown((list) => [...list, { key, words }].slice(-SHOWN_AT_ONCE));
  }, []);
  const drop = useCallback(
    (key: number) => setShown((list) => list.filter((toast) => toast.key !== key)),
    [],
  );
  const peer = usePeer();
  // What was said belongs to the account that was open: over a locked profile it would still be read.
  useEffect(
    () =>
      peer.onEvent(({ type }) => {
        if (type === 'account') setShown([]);
      }),
    [peer],
  );
  const last = useMemo(() => shown.at(-1)?.words ?? '', [shown]);
  return (
    <ToastContext value={say}>
      {children}
      <section className="toasts" aria-label={t('toasts')}>
        <ul>
          {shown.map((toast) => (
            <ToastCard key={toast.key} toast={toast} onDone={drop} />
          ))}
        </ul>
      </section>
      <output className="unseen">{last}</output>
    </ToastContext>
  );
};
