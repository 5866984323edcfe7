import type { SpaceSummary } from '@plexi/operations';
import {
  CloudOff,
  FolderPlus,
  Hash,
  LockKeyhole,
  Moon,
  Network,
  NotebookPen,
  Power,
  RefreshCw,
  Search,
  UserPlus,
  UserRound,
  UsersRound,
} from 'lucide-react';
import { toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { shareRelay } from '../invitation/share-relay.ts';
import { describeFailure } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { setAppearance, THEMES, useAppearance } from '../settings/appearance.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { WorkspaceAction } from './actions.ts';
import type { PaneName, SheetName } from './use-layout.ts';

export interface ActionsDependencies {
  space: SpaceSummary | undefined;
  relay: { address: string; localOnly: boolean } | undefined;
  onSheet: (sheet: SheetName) => void;
  onPane: (pane: PaneName) => void;
  onAddSpace: () => void;
  onShared: () => void;
}

/** What may be done now, in words. */
export const useActions = (dependencies: ActionsDependencies): WorkspaceAction[] => {
  const { space, relay, onSheet, onPane, onAddSpace, onShared } = dependencies;
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { theme } = useAppearance();
  const nextTheme = (): void =>
    setAppearance({ theme: THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system' });
  const ready = space?.state === 'ready';
  const mayInvite = ready && (space.role === 'owner' || space.role === 'admin');

  const share = async (network: boolean): Promise<void> => {
    await shareRelay(peer, network);
    say(network ? t('invite.shared') : t('share.stopped'));
    onShared();
  };
  const goOffline = async (): Promise<void> => {
    await peer.call('sync.pause', {});
  };
  const attempt = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      const { message, next } = describeFailure(toFailure(error), t);
      say(`${message} ${next}`);
    });
  };
  const action = (
    id: string,
    section: WorkspaceAction['section'],
    label: string,
    icon: WorkspaceAction['icon'],
    run: () => void,
  ): WorkspaceAction => ({ id, section, label, icon, run });

  return [
    ...(mayInvite
      ? [
          action('invite', 'space', t('invite.people'), <UserPlus size={16} />, () => onSheet('invite')),
          action('second', 'space', t('second.try'), <UsersRound size={16} />, () => onSheet('invite')),
          action('channel', 'space', t('channel.create'), <Hash size={16} />, () => onSheet('channel')),
        ]
      : []),
    ...(ready
      ? [
          action('members', 'view', t('member.show'), <UserRound size={16} />, () => onPane('members')),
          action('search', 'view', t('search.open'), <Search size={16} />, () => onPane('search')),
          action('note', 'view', t('note.open'), <NotebookPen size={16} />, () => onPane('note')),
          action('sync', 'view', t('sync.show'), <RefreshCw size={16} />, () => onPane('sync')),
          action('trust', 'view', t('trust.show'), <LockKeyhole size={16} />, () => onPane('trust')),
        ]
      : []),
    action('offline', 'app', t('offline.begin'), <CloudOff size={16} />, () => attempt(goOffline())),
    action('add', 'app', t('space.add'), <FolderPlus size={16} />, onAddSpace),
    ...(relay === undefined
      ? []
      : [
          action(
            'share',
            'app',
            relay.localOnly ? t('share.start') : t('share.stop'),
            <Network size={16} />,
            () => attempt(share(relay.localOnly)),
          ),
        ]),
    action('theme', 'app', t('theme', { theme }), <Moon size={16} />, nextTheme),
    action('quit', 'app', t('quit'), <Power size={16} />, () => onSheet('quit')),
  ];
};
