import { useEffect, useEffectEvent } from 'react';
import type { Failure } from '../connection/failure.ts';
import type { ChannelTimeline } from './channel-timeline.ts';
import { usePlace } from './PlaceProvider.tsx';

export interface JumpOptions {
  timeline: ChannelTimeline;
  channel: string;
  onShow: (message: string) => void;
  onFailure: (failure: Failure | undefined) => void;
}

/** Goes where somebody wants to be taken. Gives the message that stands out because of it. */
export const useJump = ({ timeline, channel, onShow, onFailure }: JumpOptions): string | undefined => {
  const { jump } = usePlace();
  const target = jump?.channel === channel ? jump : undefined;
  const arrive = useEffectEvent((message: string, failure: Failure | undefined) => {
    onFailure(failure);
    if (failure === undefined) onShow(message);
  });
  useEffect(() => {
    if (target === undefined) return;
    const { message } = target;
    void timeline.loadAround(message).then((failure) => arrive(message, failure));
  }, [target, timeline]);
  return target?.message;
};
