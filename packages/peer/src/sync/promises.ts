/** [N4] What relays sign: how their receipts get around, and how they are held to them. */
import type { PassedReceipt, SpaceId } from '@plexi/protocol';
import { createHoldingFlow, type HoldingFlow, type HoldingFlowDependencies } from './holding-flow.ts';
import { createReceiptFlow, type ReceiptFlow, type ReceiptFlowDependencies } from './receipt-flow.ts';

export interface Promises {
  receipts: Omit<ReceiptFlow, 'passedOn'>;
  holdings: Omit<HoldingFlow, 'passedOn'>;
  /** A member passed on what a relay signed; the relay is asked about it where it shows less. Throws FRAME_INVALID. */
  passedOn: (space: SpaceId, passed: PassedReceipt) => void;
}

export type PromisesDependencies = Omit<HoldingFlowDependencies, 'receipts' | 'failed'> &
  ReceiptFlowDependencies;

export const createPromises = (dependencies: PromisesDependencies): Promises => {
  const { sessions } = dependencies;
  const holdings = createHoldingFlow({
    ...dependencies,
    receipts: (space) => dependencies.shared(space)?.receipts,
    failed: ({ device }, error) => dependencies.failed(device, error),
  });
  const receipts = createReceiptFlow({
    ...dependencies,
    taken: (session, receipt) => {
      dependencies.taken(session, receipt);
      holdings.heard(sessions(session.replica.space), session, receipt);
    },
  });
  return {
    receipts,
    holdings,
    passedOn: (space, passed) => {
      const receipt = receipts.passedOn(space, passed);
      if (receipt !== undefined) holdings.passedOn(sessions(space), receipt);
    },
  };
};
