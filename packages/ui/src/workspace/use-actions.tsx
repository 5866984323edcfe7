import { type ChannelSummary, inWords, type SpaceSummary } from '@plexi/operations';
import {
  AtSign,
  Bookmark,
  Clock,
  Cloud,
  CloudOff,
  Compass,
  Files,
  Flag,
  FolderPlus,
  Hash,
  Inbox,
  Keyboard,
  Lock,
  LockKeyhole,
  MailQuestion,
  MessageSquarePlus,
  Moon,
  Network,
  NotebookPen,
  Power,
  Puzzle,
  RefreshCw,
  Search,
  Settings,
  Settings2,
  SlidersHorizontal,
  Smile,
  UserPlus,
  UserRound,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { shareRelay } from '../invitation/share-relay.ts';
import { describeFailure } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { usePlugins, withPanel } from '../plugin/use-plugins.ts';
import { setAppearance, THEMES, useAppearance } from '../settings/appearance.ts';
import { useSync } from '../sync/SyncDot.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { WorkspaceAction } from './actions.ts';
import type { PaneName, SheetName } from './use-layout.ts';

export interface ActionsDependencies {
  /** A passphrase would have to be given to open the profile again. */
  locks: boolean;
  space: SpaceSummary | undefined;
  channel: ChannelSummary | undefined;
  relay: { address: string; localOnly: boolean } | undefined;
  onSheet: (sheet: SheetName) => void;
  onPane: (pane: PaneName) => void;
  onPlugin: (plugin: string) => void;
  onAddSpace: () => void;
  onShared: () => void;
}

/** What may be done now, in words: the one list that the space's menu and the palette are made of. */
export const useActions = (dependencies: ActionsDependencies): WorkspaceAction[] => {
  const { locks, space, channel, relay, onSheet, onPane, onPlugin, onAddSpace, onShared } = dependencies;
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { theme } = useAppearance();
  const nextTheme = (): void =>
    setAppearance({ theme: THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system' });
  const panels = withPanel(usePlugins().data);
  const ready = space?.state === 'ready';
  const isPaused = useSync(ready ? space.id : undefined).saying.tone === 'paused';
  const mayInvite = ready && (space.role === 'owner' || space.role === 'admin');

  const share = async (network: boolean): Promise<void> => {
    await shareRelay(peer, network);
    say(network ? t('invite.shared') : t('share.stopped'));
    onShared();
  };
  const setOffline = async (offline: boolean): Promise<void> => {
    await (offline ? peer.call('sync.pause', {}) : peer.call('sync.resume', {}));
  };
  const lock = async (): Promise<void> => {
    await peer.call('account.lock', {});
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
    icon: ReactNode,
    run: () => void,
    more: Pick<WorkspaceAction, 'keys' | 'leadsTo' | 'paletteOnly'> = {},
  ): WorkspaceAction => ({ id, section, label, icon, run, ...more });
  const pane = (id: PaneName, label: string, icon: ReactNode, more: Parameters<typeof action>[5] = {}) =>
    action(id, 'view', label, icon, () => onPane(id), { paletteOnly: true, ...more });

  return [
    ...(mayInvite
      ? [
          action('invite', 'space', t('invite.people'), <UserPlus size={16} />, () => onSheet('invite'), {
            leadsTo: ['invite.create'],
          }),
          action('second', 'space', t('second.try'), <UsersRound size={16} />, () => onSheet('invite'), {
            leadsTo: ['app.second'],
          }),
          action('channel', 'space', t('channel.create'), <Hash size={16} />, () => onSheet('channel'), {
            leadsTo: ['channel.create'],
          }),
        ]
      : []),
    ...(ready
      ? [
          action(
            'direct',
            'view',
            t('direct.new'),
            <MessageSquarePlus size={16} />,
            () => onSheet('direct'),
            {
              leadsTo: ['dm.open'],
            },
          ),
          action(
            'requests',
            'view',
            t('request.show'),
            <MailQuestion size={16} />,
            () => onSheet('requests'),
            {
              paletteOnly: true,
              leadsTo: ['dm.list', 'dm.accept', 'dm.decline'],
            },
          ),
          action('browse', 'space', t('browse.open'), <Compass size={16} />, () => onSheet('browse'), {
            keys: 'browse',
            leadsTo: ['channel.list'],
          }),
          action(
            'space-settings',
            'space',
            t('space.settings'),
            <Settings2 size={16} />,
            () => onSheet('space-settings'),
            { leadsTo: ['space.show', 'space.rename', 'space.relay'] },
          ),
          pane('members', t('member.show'), <UserRound size={16} />, {
            keys: 'members',
            paletteOnly: false,
            leadsTo: ['member.list', 'member.remove', 'member.role'],
          }),
          pane('search', t('search.open'), <Search size={16} />, {
            keys: 'search',
            leadsTo: ['message.search'],
          }),
          pane('files', t('files.title'), <Files size={16} />, {
            leadsTo: ['file.list', 'file.pause', 'file.resume', 'file.cancel'],
          }),
          pane('canvas', t('canvas.open'), <NotebookPen size={16} />),
          pane('reports', t('report.show'), <Flag size={16} />, {
            leadsTo: ['report.list', 'report.close', 'report.review', 'report.notices', 'report.appeal'],
          }),
          pane('sync', t('sync.show'), <RefreshCw size={16} />, {
            paletteOnly: false,
            leadsTo: ['sync.status'],
          }),
          pane('trust', t('trust.show'), <LockKeyhole size={16} />, { leadsTo: ['channel.members'] }),
        ]
      : []),
    ...(ready && channel !== undefined
      ? [
          action(
            'channel-settings',
            'channel',
            t('channel.settings.of', { channel: channel.name }),
            <SlidersHorizontal size={16} />,
            () => onSheet('channel-settings'),
            {
              paletteOnly: true,
              leadsTo: [
                'channel.topic',
                'channel.rename',
                'channel.archive',
                'channel.retain',
                'channel.mute',
                'channel.notify',
                'channel.admissions',
                'channel.admit',
                'channel.dismiss',
              ],
            },
          ),
        ]
      : []),
    action(
      'offline',
      'app',
      t(isPaused ? 'offline.end' : 'offline.begin'),
      isPaused ? <Cloud size={16} /> : <CloudOff size={16} />,
      () => attempt(setOffline(!isPaused)),
      { leadsTo: ['sync.pause', 'sync.resume'] },
    ),
    action('add', 'app', t('space.add'), <FolderPlus size={16} />, onAddSpace, {
      leadsTo: ['space.create', 'space.join', 'invite.preview', 'device.adopt'],
    }),
    ...(relay === undefined
      ? []
      : [
          action(
            'share',
            'app',
            relay.localOnly ? t('share.start') : t('share.stop'),
            <Network size={16} />,
            () => attempt(share(relay.localOnly)),
            { leadsTo: ['app.share'] },
          ),
        ]),
    ...(ready
      ? [
          action('status', 'app', t('status.open'), <Smile size={16} />, () => onSheet('status'), {
            leadsTo: ['presence.set'],
          }),
          pane('catchup', t('catchup.open'), <Inbox size={16} />, {
            leadsTo: ['unread.list', 'unread.catchup', 'unread.read'],
          }),
          pane('mentions', t('mentions.open'), <AtSign size={16} />, { leadsTo: ['mention.list'] }),
          pane('saved', t('saved.open'), <Bookmark size={16} />, { leadsTo: ['message.saved'] }),
          pane('scheduled', t('scheduled.open'), <Clock size={16} />, {
            leadsTo: ['scheduled.list', 'scheduled.edit', 'scheduled.cancel'],
          }),
        ]
      : []),
    ...panels.map(({ id, name }) =>
      action(
        `plugin-${id}`,
        'view',
        t('plugin.palette', { name: inWords(name, t.locale) }),
        <Puzzle size={16} />,
        () => onPlugin(id),
        { paletteOnly: true },
      ),
    ),
    action('settings', 'app', t('settings.open'), <Settings size={16} />, () => onSheet('settings'), {
      keys: 'settings',
      leadsTo: [
        'settings.get',
        'settings.set',
        'profile.set',
        'account.blocked',
        'account.unblock',
        'account.protection',
        'account.passphrase',
        'account.autolock',
        'account.backup',
        'plugin.list',
        'plugin.install',
        'plugin.grant',
        'plugin.revoke',
        'plugin.reload',
        'plugin.remove',
      ],
    }),
    action('account', 'app', t('account.open'), <UserRound size={16} />, () => onSheet('account'), {
      paletteOnly: true,
      leadsTo: ['account.show', 'device.list', 'device.link', 'device.remove'],
    }),
    ...(locks
      ? [
          action('lock', 'app', t('protection.now'), <Lock size={16} />, () => attempt(lock()), {
            keys: 'lock',
            leadsTo: ['account.lock'],
          }),
        ]
      : []),
    action('keys', 'app', t('keys.title'), <Keyboard size={16} />, () => onSheet('keys'), { keys: 'keys' }),
    action('theme', 'app', t('theme', { theme }), <Moon size={16} />, nextTheme, { paletteOnly: true }),
    action('quit', 'app', t('quit'), <Power size={16} />, () => onSheet('quit'), { leadsTo: ['app.quit'] }),
  ];
};
