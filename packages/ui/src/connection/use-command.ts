import { useState } from 'react';
import { type Failure, toFailure } from './failure.ts';

export interface Command<Input extends unknown[]> {
  run: (...input: Input) => void;
  busy: boolean;
  failure: Failure | undefined;
  clear: () => void;
}

/** Runs an action once at a time, and keeps what went wrong until the next attempt. */
export const useCommand = <Input extends unknown[]>(
  action: (...input: Input) => Promise<void>,
): Command<Input> => {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const perform = async (input: Input): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await action(...input);
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    run: (...input) => {
      if (!busy) void perform(input);
    },
    busy,
    failure,
    clear: () => setFailure(undefined),
  };
};
