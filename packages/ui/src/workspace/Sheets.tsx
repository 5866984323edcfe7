import type { AccountState, ChannelSummary, SpaceSummary } from '@plexi/operations';
import { InviteSheet } from '../invitation/InviteSheet.tsx';
import { Palette } from '../palette/Palette.tsx';
import { CreateChannelSheet } from '../space/CreateChannelSheet.tsx';
import { AccountSheet } from './AccountSheet.tsx';
import type { WorkspaceAction } from './actions.ts';
import { QuitSheet } from './QuitSheet.tsx';
import type { Layout } from './use-layout.ts';

export interface SheetsProps {
  account: AccountState;
  space: SpaceSummary;
  spaces: readonly SpaceSummary[];
  channels: readonly ChannelSummary[];
  actions: readonly WorkspaceAction[];
  layout: Layout;
  onSpace: (space: string) => void;
  onChannel: (channel: string) => void;
}

/** What opens over the page: one thing at a time. */
export const Sheets = (props: SheetsProps) => {
  const { account, space, spaces, channels, actions, layout, onSpace, onChannel } = props;
  switch (layout.sheet) {
    case 'invite':
      return <InviteSheet space={space} onClose={layout.closeSheet} />;
    case 'channel':
      return <CreateChannelSheet space={space} onCreated={onChannel} onClose={layout.closeSheet} />;
    case 'palette':
      return (
        <Palette
          spaces={spaces}
          channels={channels}
          actions={actions}
          onSpace={onSpace}
          onChannel={onChannel}
          onClose={layout.closeSheet}
        />
      );
    case 'quit':
      return <QuitSheet onClose={layout.closeSheet} />;
    case 'account':
      return <AccountSheet account={account} onClose={layout.closeSheet} />;
    case undefined:
      return null;
  }
};
