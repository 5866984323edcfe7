import { useCallback, useInsertionEffect, useRef } from 'react';

/** The same function for as long as the component lives, doing what its newest version does: for what is drawn in numbers. */
export const useStable = <Input extends readonly unknown[]>(
  action: (...input: Input) => void,
): ((...input: Input) => void) => {
  const newest = useRef(action);
  useInsertionEffect(() => {
    newest.current = action;
  });
  return useCallback((...input) => newest.current(...input), []);
};
