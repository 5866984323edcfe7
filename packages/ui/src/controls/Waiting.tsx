import { type ReactNode, useEffect, useState } from 'react';

/** A sentence about what is awaited. Appears after 150 ms only: what is quick needs no word. */
export const Waiting = ({ children }: { children: ReactNode }) => {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <output className="waiting">
      {shown ? (
        <>
          <span className="waiting-dots" aria-hidden="true" />
          {children}
        </>
      ) : null}
    </output>
  );
};
