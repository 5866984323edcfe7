import { type Direct, type PeerEvent, SETTING, type SpaceSummary } from '@plexi/operations';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useQuery } from '../connection/use-query.ts';
import { useSettings } from '../settings/SettingsProvider.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { decideNotice } from './decide-notice.ts';
import { useNotifier } from './NotifierProvider.tsx';

export interface NoticesInput {
  spaces: readonly SpaceSummary[];
  directs: readonly Direct[];
  /** The channel that is shown. */
  current: string | undefined;
  onGo: (space: string, channel: string) => void;
}

export interface Notices {
  /** What has just been said elsewhere, for whoever listens to the screen. */
  announcement: string;
  /** Something came that the person could not see, and nobody may call them yet. */
  missed: boolean;
}

type Arrival = Extract<PeerEvent, { type: 'messages' }>;

/** Calls the person for what concerns them: by the system's notifications, the app's count, and aloud. */
export const useNotices = ({ spaces, directs, current, onGo }: NoticesInput): Notices => {
  const t = useTexts();
  const peer = usePeer();
  const { values } = useSettings();
  const { notifier, permission } = useNotifier();
  const [announcement, setAnnouncement] = useState('');
  const [missed, setMissed] = useState(false);

  const unread = useQuery('unread.list', {}, (event) => event.type === 'unread');
  const count = (unread.data ?? []).reduce(
    (sum, place) =>
      sum + (directs.some(({ channel }) => channel === place.channel) ? place.unread : place.mentions),
    0,
  );
  useEffect(() => notifier.setCount(count), [notifier, count]);

  // Nothing is said any more once the profile is locked, of what came a moment before either.
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      notifier.clear();
    };
  }, [notifier]);

  const consider = useEffectEvent(async ({ space, channel, messages }: Arrival): Promise<void> => {
    const message = messages.findLast(({ own }) => !own);
    const direct = directs.find((one) => one.channel === channel);
    if (message === undefined || direct?.request === true) return;
    const inView = channel === current && document.hasFocus();
    if (inView) return;
    // Asked when it matters: none of these is needed before somebody may have to be called.
    const none = (): undefined => undefined;
    const [levels, blocked, presence] = await Promise.all([
      peer.call('channel.notify', { space }).catch(none),
      peer.call('account.blocked', {}).catch(none),
      peer.call('presence.list', { space }).catch(none),
    ]);
    const place = levels?.find((one) => one.channel === channel);
    const usual = values?.[SETTING.notifyLevel];
    const notice = decideNotice(
      message,
      {
        level: place?.level ?? (usual === 'all' || usual === 'none' ? usual : 'mentions'),
        direct: direct !== undefined,
        channel: place?.name ?? '',
        space: spaces.find(({ id }) => id === space)?.name ?? '',
        inView,
        dnd: presence?.find(({ self }) => self)?.status === 'dnd',
        blocked: new Set(blocked?.filter((one) => one.blocked).map(({ account }) => account)),
        hidden: values?.[SETTING.notifyHidden] === 'yes',
        now: Date.now(),
      },
      t,
    );
    if (notice === undefined || !isOpen.current) return;
    if (permission === 'default') setMissed(true);
    notifier.show({ ...notice, tag: channel, onOpen: () => onGo(space, channel) });
    setAnnouncement(`${notice.title}: ${notice.body}`);
  });
  useEffect(
    () =>
      peer.onEvent((event) => {
        if (event.type === 'messages') void consider(event);
      }),
    [peer],
  );
  return { announcement, missed };
};
