/** [G5] Signs checkpoints of its own accord, where this device is the one of an owner that does, soon after things have calmed down. */
import { type Act, unaskedSignature } from '@plexi/protocol';
import type { SpaceContext } from './context.ts';

export interface SelfSigning {
  /** Governance changed. */
  look(): void;
  close(): void;
}

/** Long enough that what belongs together is in one checkpoint. */
const CALM_MS = 10_000;

export const createSelfSigning = (
  context: SpaceContext,
  sign: (act: Act) => Promise<unknown>,
): SelfSigning => {
  const { replica, self, primitives } = context;
  let timer: NodeJS.Timeout | undefined;

  const run = async (): Promise<void> => {
    const governance = replica.governance();
    const act = governance && !context.isQuiet() && unaskedSignature(primitives, governance, self);
    if (act) await sign(act);
  };

  return {
    look: () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        run().catch((error: unknown) => context.problem('INTERNAL', String(error)));
      }, CALM_MS).unref();
    },
    close: () => clearTimeout(timer),
  };
};
