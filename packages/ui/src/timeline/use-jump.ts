import { useEffect, useEffectEvent, useState } from 'react';
import type { Failure } from '../connection/failure.ts';
import type { ChannelTimeline } from './channel-timeline.ts';
import { type Jump, usePlace } from './PlaceProvider.tsx';

export interface JumpOptions {
  timeline: ChannelTimeline;
  channel: string;
  /** Whether the channel is open: before that there is nothing to jump from. */
  ready: boolean;
  onShow: (message: string) => void;
  onFailure: (failure: Failure | undefined) => void;
}

/** Jumps that were made: coming back to a channel later is no reason to make them again. */
const made = new WeakSet<Jump>();

/** Goes where somebody wants to be taken. Gives the message that stands out because of it. */
export const useJump = ({ timeline, channel, ready, onShow, onFailure }: JumpOptions): string | undefined => {
  const { jump, openThread } = usePlace();
  const [marked, setMarked] = useState<string>();
  const arrive = useEffectEvent((message: string, failure: Failure | undefined) => {
    onFailure(failure);
    if (failure !== undefined) return;
    setMarked(message);
    onShow(message);
  });
  const enterThread = useEffectEvent((message: string, root: string) => {
    openThread(channel, message);
    // What was said in the thread alone has no place in the channel; what the thread began with has.
    timeline.hide(message);
    void timeline.loadAround(root).then((failure) => arrive(root, failure));
  });
  useEffect(() => {
    if (!ready || jump === undefined || jump.channel !== channel || made.has(jump)) return;
    made.add(jump);
    const { message } = jump;
    void timeline.loadAround(message).then((failure) => {
      const found = timeline.snapshot().messages.find(({ id }) => id === message);
      if (found?.apart === true && found.root !== undefined) enterThread(message, found.root);
      else arrive(message, failure);
    });
  }, [jump, channel, timeline, ready]);
  return marked;
};
