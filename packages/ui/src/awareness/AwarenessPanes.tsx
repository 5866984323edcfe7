import { lazy, Suspense } from 'react';
import type { AwarenessPane } from './AwarenessNav.tsx';

const PANES = {
  catchup: lazy(async () => ({ default: (await import('./CatchUpPane.tsx')).CatchUpPane })),
  mentions: lazy(async () => ({ default: (await import('./MentionsPane.tsx')).MentionsPane })),
  saved: lazy(async () => ({ default: (await import('./SavedPane.tsx')).SavedPane })),
  scheduled: lazy(async () => ({ default: (await import('./ScheduledPane.tsx')).ScheduledPane })),
};

/** The panes across channels, fetched when one is opened. */
export const AwarenessPanes = ({ pane, onClose }: { pane: AwarenessPane; onClose: () => void }) => {
  const Chosen = PANES[pane];
  return (
    <Suspense fallback={null}>
      <Chosen onClose={onClose} />
    </Suspense>
  );
};
