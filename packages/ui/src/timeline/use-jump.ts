import { useEffect, useEffectEvent, useState } from 'react';
import type { Failure } from '../connection/failure.ts';
import type { ChannelTimeline } from './channel-timeline.ts';
import { usePlace } from './PlaceProvider.tsx';

export interface JumpOptions {
  timeline: ChannelTimeline;
  channel: string;
  rows: readonly { key: string }[];
  onShow: (message: string) => void;
  onFailure: (failure: Failure | undefined) => void;
}

/** Goes where somebody wants to be taken, and says which message stands out because of it. */
export const useJump = ({
  timeline,
  channel,
  rows,
  onShow,
  onFailure,
}: JumpOptions): { marked: string | undefined } => {
  const { jump } = usePlace();
  const [wanted, setWanted] = useState<string>();
  const [marked, setMarked] = useState<string>();
  const load = useEffectEvent(async (message: string) => {
    const failure = await timeline.loadAround(message);
    onFailure(failure);
    if (failure === undefined) setWanted(message);
  });
  const target = jump?.channel === channel ? jump : undefined;
  useEffect(() => {
    if (target !== undefined) void load(target.message);
  }, [target]);
  const show = useEffectEvent(onShow);
  const isThere = wanted !== undefined && rows.some(({ key }) => key === wanted);
  useEffect(() => {
    if (wanted === undefined || !isThere) return;
    show(wanted);
    setMarked(wanted);
    setWanted(undefined);
  }, [wanted, isThere]);
  return { marked };
};
