import type { Verification } from '@plexi/operations';
import { createContext, lazy, type ReactNode, Suspense, use, useMemo, useState } from 'react';
import { useQuery } from '../connection/use-query.ts';

const VerifySheet = lazy(async () => ({ default: (await import('./VerifySheet.tsx')).VerifySheet }));

export interface Verified {
  /** Everybody who was verified, by account. */
  people: ReadonlyMap<string, Verification>;
  /** Opens what is compared with somebody. */
  compare: (account: string) => void;
}

const NOBODY: Verified = { people: new Map(), compare: () => undefined };
const VerifiedContext = createContext(NOBODY);

/** Tells everything inside whom the person has verified, and opens the comparison over it. */
export const VerifiedProvider = ({ children }: { children: ReactNode }) => {
  const { data } = useQuery('member.verified', {}, ({ type }) =>
    ['settings', 'space', 'spaces', 'directs'].includes(type),
  );
  const [compared, setCompared] = useState<string>();
  const verified = useMemo(
    (): Verified => ({
      people: new Map((data ?? []).map((one) => [one.account, one])),
      compare: setCompared,
    }),
    [data],
  );
  return (
    <VerifiedContext value={verified}>
      {children}
      {compared === undefined ? null : (
        <Suspense fallback={null}>
          <VerifySheet account={compared} onClose={() => setCompared(undefined)} />
        </Suspense>
      )}
    </VerifiedContext>
  );
};

/** Nobody, where nothing around says otherwise. */
export const useVerified = (): Verified => use(VerifiedContext);
