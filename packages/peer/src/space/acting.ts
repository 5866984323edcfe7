/** How a member governs a space: an act is judged here as everybody will judge it, and then written. */
import { type Act, type Entry, judgeDraft, plexiError, tickHlc } from '@plexi/protocol';
import type { Admission } from './admission.ts';
import { ownLog, type SpaceContext } from './context.ts';
import type { Writer } from './writer.ts';

/** Writes an act, with words that it names by their hash. Throws NOT_A_MEMBER, REMOVED_FROM_SPACE, NOT_ALLOWED, and what writing throws. */
export const createActing =
  (context: SpaceContext, writer: Writer, admission: Admission) =>
  (draft: Act, text?: string | Uint8Array): Promise<Entry> =>
    context.replica.run(async () => {
      const { replica, self } = context;
      const governance = replica.governance();
      if (governance === undefined) throw plexiError('NOT_A_MEMBER');
      if (ownLog(context, replica.channels.governance) === undefined) throw plexiError('REMOVED_FROM_SPACE');
      const clock = tickHlc(0 as never, context.now());
      const objection = judgeDraft(context.primitives, governance, {
        device: self.device,
        clock,
        act: draft,
      });
      if (objection !== undefined) throw plexiError('NOT_ALLOWED', { detail: objection });
      // Its words are sealed: whoever must be kept out of them is, before.
      if (text !== undefined) await admission.reconcile();
      const entry = await writer.act(draft, text);
      await admission.reconcile();
      return entry;
    });
