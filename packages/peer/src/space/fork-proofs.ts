/**
 * [L2] Tells the others that a device wrote two histories: whoever's device has seen both enters the proof in governance. They
 * take turns, so that normally one of them does it; what is proved already is not proved again.
 */
import { idToBytes, isPlexiError, judgeDraft, type LogId, logIdOf, tickHlc, ZERO_HLC } from '@plexi/protocol';
import { ownLog, type SpaceContext } from './context.ts';
import { turnOf } from './turn.ts';
import type { Writer } from './writer.ts';

export interface ForkProofs {
  /** Something was seen, or governance changed. */
  look(): void;
  close(): void;
}

const FIRST_MS = 300;
const TURN_MS = 500;
const LONGEST_MS = 10_000;

export const createForkProofs = (context: SpaceContext, writer: Pick<Writer, 'act'>): ForkProofs => {
  const { primitives, replica, self, space } = context;
  const timers = new Map<LogId, NodeJS.Timeout>();

  const enter = async (logId: LogId): Promise<void> => {
    for (const act of await replica.forkProofs()) {
      const governance = replica.governance();
      if (governance === undefined || ownLog(context, replica.channels.governance) === undefined) return;
      const draft = { device: self.device, clock: tickHlc(ZERO_HLC, context.now()), act };
      const isThis = logIdOf(primitives, space, act.log) === logId;
      if (isThis && judgeDraft(primitives, governance, draft) === undefined) await writer.act(act);
    }
  };

  const plan = async (): Promise<void> => {
    if (context.isQuiet()) return;
    for (const { log } of await replica.forkProofs()) {
      const logId = logIdOf(primitives, space, log);
      const turn = turnOf(context, idToBytes(logId), undefined);
      if (timers.has(logId) || turn < 0) continue;
      const run = (): void => {
        timers.delete(logId);
        replica
          .run(() => enter(logId))
          .catch((error: unknown) =>
            context.problem(isPlexiError(error) ? error.code : 'INTERNAL', String(error)),
          );
      };
      timers.set(logId, setTimeout(run, Math.min(LONGEST_MS, FIRST_MS + turn * TURN_MS)).unref());
    }
  };

  return {
    look: () => {
      plan().catch((error: unknown) => context.problem('INTERNAL', String(error)));
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
};
