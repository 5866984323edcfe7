import type { Presence } from '@plexi/operations';
import { useMemo } from 'react';
import { useQuery } from '../connection/use-query.ts';

/** Who is there in a space, by account. */
export const usePresence = (space: string | undefined): ReadonlyMap<string, Presence> => {
  const { data } = useQuery(
    'presence.list',
    space === undefined ? undefined : { space },
    (event) => event.type === 'presence' && event.space === space,
  );
  return useMemo(() => new Map((data ?? []).map((presence) => [presence.account, presence])), [data]);
};
