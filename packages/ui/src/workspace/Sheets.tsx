import type { AccountState, SpaceSummary } from '@plexi/operations';
import { lazy, Suspense } from 'react';
import { InviteSheet } from '../invitation/InviteSheet.tsx';
import { namesOfMembers, namesOfPeople } from '../lookalike/names-of.ts';
import { CreateChannelSheet } from '../space/CreateChannelSheet.tsx';
import type { WorkspaceAction } from './actions.ts';
import { QuitSheet } from './QuitSheet.tsx';
import type { Layout } from './use-layout.ts';
import type { Whereabouts } from './use-whereabouts.ts';

// What is opened seldom is loaded when it is opened: the first screen does not wait for it.
const Palette = lazy(async () => ({ default: (await import('../palette/Palette.tsx')).Palette }));
const AccountSheet = lazy(async () => ({ default: (await import('./AccountSheet.tsx')).AccountSheet }));
const NewDirectSheet = lazy(async () => ({
  default: (await import('../direct/NewDirectSheet.tsx')).NewDirectSheet,
}));
const RequestsSheet = lazy(async () => ({
  default: (await import('../direct/RequestsSheet.tsx')).RequestsSheet,
}));
const KeysSheet = lazy(async () => ({ default: (await import('../keys/KeysSheet.tsx')).KeysSheet }));
const BrowseSheet = lazy(async () => ({ default: (await import('../browse/BrowseSheet.tsx')).BrowseSheet }));
const SettingsSheet = lazy(async () => ({
  default: (await import('../settings/SettingsSheet.tsx')).SettingsSheet,
}));
const StatusSheet = lazy(async () => ({
  default: (await import('../awareness/StatusSheet.tsx')).StatusSheet,
}));
const ChannelSettingsSheet = lazy(async () => ({
  default: (await import('../settings/ChannelSettingsSheet.tsx')).ChannelSettingsSheet,
}));
const SpaceSettingsSheet = lazy(async () => ({
  default: (await import('../settings/SpaceSettingsSheet.tsx')).SpaceSettingsSheet,
}));

export interface SheetsProps {
  account: AccountState;
  where: Whereabouts;
  space: SpaceSummary;
  actions: readonly WorkspaceAction[];
  layout: Layout;
  onSpace: (space: string) => void;
  onGo: (space: string, channel: string) => void;
}

const OpenSheet = ({ account, where, space, actions, layout, onSpace, onGo }: SheetsProps) => {
  const channel = where.shown?.direct === undefined ? where.shown?.channel : undefined;
  const close = layout.closeSheet;
  const goToChannel = (id: string): void => onGo(space.id, id);
  switch (layout.sheet) {
    case 'invite':
      return <InviteSheet space={space} onClose={close} />;
    case 'channel':
      return <CreateChannelSheet space={space} onCreated={goToChannel} onClose={close} />;
    case 'palette':
      return (
        <Palette
          where={where}
          space={space}
          actions={actions}
          onSpace={onSpace}
          onGo={onGo}
          onProfile={(person) => layout.openPane('profile', person)}
          onSearch={(words) => layout.openPane('search', words)}
          onClose={close}
        />
      );
    case 'quit':
      return <QuitSheet onClose={close} />;
    case 'account':
      return <AccountSheet account={account} onClose={close} />;
    case 'keys':
      return <KeysSheet onClose={close} />;
    case 'settings':
      return (
        <SettingsSheet
          space={space}
          onKeys={() => layout.openSheet('keys')}
          onPanel={(plugin) => {
            close();
            layout.openPane('plugin', plugin);
          }}
          onClose={close}
        />
      );
    case 'status':
      return <StatusSheet space={space.id} onClose={close} />;
    case 'browse':
      return <BrowseSheet space={space} onChannel={goToChannel} onClose={close} />;
    case 'channel-settings':
      return channel === undefined ? null : (
        <ChannelSettingsSheet key={channel.id} space={space} channel={channel} onClose={close} />
      );
    case 'space-settings':
      return (
        <SpaceSettingsSheet
          key={space.id}
          space={space}
          onInvite={() => layout.openSheet('invite')}
          onMembers={() => {
            close();
            layout.openPane('members');
          }}
          onClose={close}
        />
      );
    case 'direct':
      return <NewDirectSheet spaces={where.spaces.data ?? []} onOpened={onGo} onClose={close} />;
    case 'requests':
      return (
        <RequestsSheet
          directs={where.directs}
          known={[...namesOfMembers(where.members), ...namesOfPeople(where.directs)]}
          onOpen={onGo}
          onClose={close}
        />
      );
    case undefined:
      return null;
  }
};

/** What opens over the page: one thing at a time. */
export const Sheets = (props: SheetsProps) => (
  <Suspense fallback={null}>
    <OpenSheet {...props} />
  </Suspense>
);
