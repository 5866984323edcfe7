import type { TrustChange } from '@plexi/operations';
import { useMemo, useState } from 'react';
import { useQuery } from '../connection/use-query.ts';
import type { TimelineState } from './timeline-state.ts';

/** Changes in one answer. */
const LIMIT = 500;

const NONE: readonly TrustChange[] = [];

interface Stretch {
  after: number;
  before: number;
}

/** The clocks that the messages which are here speak for. */
const stretchOf = ({ messages, complete, newest }: TimelineState): Stretch | undefined => {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    after: complete ? 0 : first.clock,
    before: newest ? Number.MAX_SAFE_INTEGER : last.clock,
  };
};

/** Changes of whom the channel is shared with, among the messages that are here. */
export const useTrustChanges = (
  space: string,
  channel: string,
  state: TimelineState,
): readonly TrustChange[] => {
  const stretch = stretchOf(state);
  const [asked, setAsked] = useState<Stretch>();
  const [known, setKnown] = useState(NONE);
  if (
    stretch !== undefined &&
    (asked === undefined || stretch.after < asked.after || stretch.before > asked.before)
  )
    setAsked(stretch);
  const { data } = useQuery(
    'channel.changes',
    asked && { space, channel, limit: LIMIT, ...asked },
    (event) => event.type === 'space' && event.space === space,
  );
  // What is shown stays until the answer about more is here.
  if (data !== undefined && data !== known) setKnown(data);
  const { after, before } = stretch ?? {};
  return useMemo(
    () =>
      after === undefined || before === undefined
        ? NONE
        : known.filter(({ clock }) => clock > after && clock < before),
    [known, after, before],
  );
};
