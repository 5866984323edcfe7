import type { ChannelSummary, Member, SpaceSummary } from '@plexi/operations';
import { lazy, type RefObject, Suspense } from 'react';
import { AwarenessPanes } from '../awareness/AwarenessPanes.tsx';
import { MembersPane } from '../members/MembersPane.tsx';
import { ProfilePane } from '../profile/ProfilePane.tsx';
import { SyncPane } from '../sync/SyncPane.tsx';
import { ThreadPane } from '../thread/ThreadPane.tsx';
import { PinsPane } from '../timeline/PinsPane.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { TrustPane } from '../trust/TrustPane.tsx';
import type { Layout } from './use-layout.ts';

const ReportsPane = lazy(async () => ({ default: (await import('../report/ReportsPane.tsx')).ReportsPane }));
const SearchPane = lazy(async () => ({ default: (await import('../search/SearchPane.tsx')).SearchPane }));

const CanvasPane = lazy(async () => ({ default: (await import('../canvas/CanvasPane.tsx')).CanvasPane }));

const ChannelPeoplePane = lazy(async () => ({
  default: (await import('../direct/ChannelPeoplePane.tsx')).ChannelPeoplePane,
}));

const PluginPane = lazy(async () => ({ default: (await import('../plugin/PluginPane.tsx')).PluginPane }));

const FilesPane = lazy(() => import('../files/FilesPane.tsx'));

export interface PanesProps {
  space: SpaceSummary;
  channel: ChannelSummary | undefined;
  members: readonly Member[];
  layout: Layout;
  composer: RefObject<HTMLTextAreaElement | null>;
  onGo: (space: string, channel: string) => void;
}

/** The detail column: one thing at a time. */
export const Panes = ({ space, channel, members, layout, composer, onGo }: PanesProps) => {
  const place = usePlace();
  switch (layout.pane) {
    case 'members':
      return channel?.private === true ? (
        <Suspense fallback={null}>
          <ChannelPeoplePane key={channel.id} space={space} channel={channel} onClose={layout.closePane} />
        </Suspense>
      ) : (
        <MembersPane
          space={space}
          members={members}
          ownRole={space.role}
          onInvite={() => layout.openSheet('invite')}
          onProfile={(account) => layout.openPane('profile', account)}
          onClose={layout.closePane}
        />
      );
    case 'files':
      return channel === undefined ? null : (
        <Suspense fallback={null}>
          <FilesPane key={channel.id} channel={channel} onClose={layout.closePane} />
        </Suspense>
      );
    case 'canvas':
      return channel === undefined ? null : (
        <Suspense fallback={null}>
          <CanvasPane
            key={channel.id}
            space={space.id}
            channel={channel}
            readOnly={space.state !== 'ready'}
            onClose={layout.closePane}
          />
        </Suspense>
      );
    case 'sync':
      return <SyncPane space={space} channel={channel} onClose={layout.closePane} />;
    case 'search':
      return (
        <Suspense fallback={null}>
          <SearchPane
            key={layout.subject}
            channel={channel}
            query={layout.subject}
            asked={layout.asked}
            onClose={layout.closePane}
          />
        </Suspense>
      );
    case 'reports':
      return (
        <Suspense fallback={null}>
          <ReportsPane onClose={layout.closePane} />
        </Suspense>
      );
    case 'plugin':
      return layout.subject === undefined ? null : (
        <Suspense fallback={null}>
          <PluginPane
            key={layout.subject}
            plugin={layout.subject}
            space={space.id}
            onClose={layout.closePane}
          />
        </Suspense>
      );
    case 'trust':
      return channel === undefined ? null : (
        <TrustPane space={space} channel={channel} members={members} onClose={layout.closePane} />
      );
    case 'pins':
      return channel === undefined ? null : (
        <PinsPane key={channel.id} channel={channel} onClose={layout.closePane} />
      );
    case 'thread':
      return place.thread === undefined ? null : (
        <ThreadPane
          key={place.thread.message}
          channel={place.thread.channel}
          message={place.thread.message}
          onClose={layout.closePane}
        />
      );
    case 'profile':
      return layout.subject === undefined ? null : (
        <ProfilePane
          key={layout.subject}
          space={space}
          account={layout.subject}
          members={members}
          onMention={(name) => {
            layout.showColumn('main');
            composer.current?.focus();
            // Typed for the person, so that it can be taken back as typing can.
            document.execCommand('insertText', false, `@${name} `);
          }}
          onGo={onGo}
          onClose={layout.closePane}
        />
      );
    case 'catchup':
    case 'mentions':
    case 'saved':
    case 'scheduled':
      return <AwarenessPanes pane={layout.pane} onClose={layout.closePane} />;
    case undefined:
      return null;
  }
};
