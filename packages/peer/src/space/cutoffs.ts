/** [G4] What lies behind cutoffs is not shown, and shows again where a cutoff moved on. */
import type { ChannelId } from '@plexi/protocol';
import { touchesCanvas } from './canvas/records.ts';
import type { SpaceContext } from './context.ts';
import type { Messages } from './messages.ts';
import { forgetBehind } from './timeline.ts';

export interface Cutoffs {
  /** Hides what a crash may have left visible. */
  begin(): Promise<void>;
  /** Governance changed. */
  apply(): Promise<void>;
}

/** `rebuild` is told of channels whose documents were written in what is gone, or back. */
export const createCutoffs = (
  context: SpaceContext,
  messages: Messages,
  rebuild: (channel: ChannelId) => void,
): Cutoffs => {
  const { store, replica, space } = context;
  const cut = new Map<string, number>();
  return {
    begin: async () => {
      for (const state of replica.frontier.all()) {
        if (state.visible.sequence >= state.tip.sequence) continue;
        cut.set(state.logId, state.visible.sequence);
        await store.commit(await forgetBehind(context, state, state.visible.sequence));
      }
    },
    apply: async () => {
      for (const state of replica.frontier.all()) {
        const end = state.visible.sequence;
        const before = cut.get(state.logId) ?? state.tip.sequence;
        if (end === before) continue;
        const { channel } = state.log;
        if (Object.values(replica.channels).includes(channel)) {
          cut.set(state.logId, end);
          continue;
        }
        if (end < before) {
          const writes = await forgetBehind(context, state, end);
          await store.commit(writes);
          if (touchesCanvas(writes, channel)) rebuild(channel);
        } else {
          await messages.showAgain(state, before + 1, end);
          rebuild(channel);
        }
        cut.set(state.logId, end);
        context.emit({ type: 'reset', space, channel });
      }
    },
  };
};
