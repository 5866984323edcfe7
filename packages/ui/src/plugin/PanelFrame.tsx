import { useEffect, useRef } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { describeFailure } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { bridgePanel, type PanelBridge, type PanelLook } from './panel-bridge.ts';
import { createPanelKeys, PANEL_CHORDS } from './panel-keys.ts';

/** What of the design a panel is given: colours, sizes of text, gaps, corners. */
const TOKENS = [
  '--desk',
  '--sheet',
  '--raised',
  '--sunken',
  '--hover',
  '--press',
  '--ink',
  '--ink-soft',
  '--ink-faint',
  '--line',
  '--line-strong',
  '--accent',
  '--accent-strong',
  '--accent-soft',
  '--on-accent',
  '--hue',
  '--good',
  '--good-ink',
  '--warn',
  '--warn-ink',
  '--warn-soft',
  '--danger',
  '--danger-soft',
  '--on-danger',
  '--focus',
  '--text-1',
  '--text-2',
  '--text-3',
  '--text-4',
  '--text-5',
  '--gap-1',
  '--gap-2',
  '--gap-3',
  '--gap-4',
  '--gap-5',
  '--gap-6',
  '--round-1',
  '--round-2',
  '--round-3',
  '--round-full',
];

const readLook = (language: string, dir: string, space: string | undefined): PanelLook => {
  const style = getComputedStyle(document.documentElement);
  const chosen = document.documentElement.dataset['theme'];
  const isDark =
    chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  const tokens = TOKENS.flatMap((name) => {
    const value = style.getPropertyValue(name);
    return value === '' ? [] : [[name, value] as const];
  });
  return {
    theme: isDark ? 'dark' : 'light',
    language,
    dir,
    ...(space === undefined ? {} : { space }),
    tokens: {
      ...Object.fromEntries(tokens),
      '--font': style.fontFamily,
      'color-scheme': isDark ? 'dark' : 'light',
    },
  };
};

export interface PanelFrameProps {
  plugin: string;
  /** Its name, in the person's language. */
  name: string;
  address: string;
  /** The space that it is open in, where something is granted there. */
  space: string | undefined;
  /** It went somewhere else than its first page: it is shown no longer. */
  onAstray: () => void;
}

/** A plugin's panel: a frame of its own origin, without a network, spoken to through one port. */
export const PanelFrame = ({ plugin, name, address, space, onAstray }: PanelFrameProps) => {
  const t = useTexts();
  const peer = usePeer();
  const frame = useRef<HTMLIFrameElement>(null);
  const bridge = useRef<PanelBridge>(undefined);
  const { locale, dir } = t;
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  }, [t]);
  useEffect(() => {
    const show = (): void => bridge.current?.show(readLook(locale, dir, space));
    show();
    const watcher = new MutationObserver(show);
    watcher.observe(document.documentElement, {
      attributeFilter: ['data-theme', 'data-contrast', 'data-accent', 'data-density'],
    });
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', show);
    return () => {
      watcher.disconnect();
      scheme.removeEventListener('change', show);
    };
  }, [locale, dir, space]);
  useEffect(() => () => bridge.current?.close(), []);
  const welcome = (): void => {
    // A second page in the frame is not what was opened: it gets no port, and the first one's is taken back.
    if (bridge.current !== undefined) {
      bridge.current.close();
      onAstray();
      return;
    }
    const target = frame.current?.contentWindow;
    if (target === null || target === undefined) return;
    const { port1, port2 } = new MessageChannel();
    bridge.current = bridgePanel({
      port: port1,
      plugin,
      peer,
      describe: (failure) => describeFailure(failure, words.current),
      chords: PANEL_CHORDS,
      onChord: createPanelKeys({
        hasFocus: () => document.activeElement === frame.current,
        isUsed: () => navigator.userActivation.isActive,
        now: () => performance.now(),
        leave: () => frame.current?.closest('.pane')?.querySelector('h2')?.focus(),
        press: (chord) =>
          frame.current?.dispatchEvent(
            new KeyboardEvent('keydown', { ...chord, bubbles: true, cancelable: true }),
          ),
      }),
    });
    // Its origin is opaque, so that no other name for it exists; the frame can only be at a panel's address.
    target.postMessage('plexi', '*', [port2]);
    bridge.current.show(readLook(locale, dir, space));
  };
  return (
    <iframe
      ref={frame}
      className="plugin-frame"
      title={t('plugin.panel', { name })}
      src={address}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      allow=""
      onLoad={welcome}
    />
  );
};
