import { useQuery } from '../connection/use-query.ts';
import { describeSync, type SyncSaying } from './describe-sync.ts';

/** Where a space stands with its relays, kept current. `undefined` asks nothing. */
export const useSync = (space: string | undefined) => {
  const status = useQuery(
    'sync.status',
    space === undefined ? undefined : { space },
    (event) => event.type === 'sync' && event.space === space,
  );
  return { status: status.data, failure: status.failure, saying: describeSync(status.data) };
};

/** The dot: shape and colour differ, so that it reads without either. Its words stand beside it or on its button. */
export const SyncDot = ({ saying }: { saying: SyncSaying }) => (
  <span className="sync-dot" data-tone={saying.tone} aria-hidden="true" />
);
