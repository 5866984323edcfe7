import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

interface Toast {
  key: number;
  words: string;
}

/** Milliseconds that an outcome stays shown; hovering or focusing keeps it. */
const SHOWN_MS = 6000;
const SHOWN_AT_ONCE = 3;

const ToastContext = createContext<(words: string) => void>(() => undefined);

/** Says the outcome of an action, once. */
export const useToast = (): ((words: string) => void) => use(ToastContext);

let toasts = 0;

const ToastCard = ({ toast, onDone }: { toast: Toast; onDone: (key: number) => void }) => {
  const t = useTexts();
  const [held, setHeld] = useState(false);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const element = card.current;
    const hold = (): void => setHeld(true);
    const release = (): void => setHeld(false);
    const starts = ['pointerenter', 'focusin'];
    const ends = ['pointerleave', 'focusout'];
    for (const name of starts) element?.addEventListener(name, hold);
    for (const name of ends) element?.addEventListener(name, release);
    return () => {
      for (const name of starts) element?.removeEventListener(name, hold);
      for (const name of ends) element?.removeEventListener(name, release);
    };
  }, []);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => onDone(toast.key), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.key, onDone]);
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
