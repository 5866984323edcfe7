import { inWords } from '@plexi/operations';
import { useEffect, useEffectEvent } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useNotifier } from '../notification/NotifierProvider.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Shows what plugins have to say to the person: in the window, and by the system where nobody looks at it. */
export const usePluginNotices = (onGo: (space: string, channel: string) => void): void => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { notifier } = useNotifier();
  const show = useEffectEvent((event: Parameters<Parameters<typeof peer.onEvent>[0]>[0]) => {
    if (event.type !== 'notice') return;
    const { title, body, space, channel } = event.notice;
    const name = inWords(event.name, t.locale);
    const words = [inWords(title, t.locale), ...(body === undefined ? [] : [inWords(body, t.locale)])];
    say(t('plugin.says', { name, words: words.join(' – ') }));
    if (!document.hasFocus())
      notifier.show({
        title: t('plugin.says', { name, words: words[0] ?? '' }),
        body: words[1] ?? '',
        tag: `plugin-${event.plugin}`,
        onOpen: () => {
          if (space !== undefined && channel !== undefined) onGo(space, channel);
        },
      });
  });
  useEffect(() => peer.onEvent((event) => show(event)), [peer]);
};
