/** [N4] Of each space, what its members tell each other of what relays signed. */
import {
  type DeviceId,
  type ErrorCode,
  isPlexiError,
  type Receipt,
  type Session,
  type SpaceId,
} from '@plexi/protocol';
import type { Self } from '../space/self.ts';
import type { Space } from '../space/space.ts';
import type { Exchange } from '../sync/exchange-port.ts';
import { createWitness, type Witness } from '../witness/witness.ts';

export interface Witnesses {
  watch(space: Space): void;
  /** A receipt came that was news. */
  receipt(session: Session, receipt: Receipt): void;
  live(session: Session): void;
  close(): void;
}

const KIND = 'witness';

export const createWitnesses = (
  self: Pick<Self, 'device'>,
  exchange: () => Exchange,
  problem: (device: DeviceId, code: ErrorCode) => void,
): Witnesses => {
  const witnesses = new Map<SpaceId, Witness>();
  return {
    watch: (space) => {
      const witness = createWitness({
        replica: space.replica,
        receipts: space.receipts,
        self: self.device,
        sessions: () => exchange().sessions(space.id),
        say: (word) => space.ephemeral.send(KIND, word),
        passedOn: (passed) => exchange().passedOn(space.id, passed),
        problem: (device, error) => problem(device, isPlexiError(error) ? error.code : 'INTERNAL'),
      });
      witnesses.set(space.id, witness);
      space.ephemeral.onEphemeral(KIND, ({ device }, bytes) => witness.heard(device, bytes));
    },
    receipt: (session, receipt) => {
      if (session.device === receipt.holder && session.standing() === 'relay')
        witnesses.get(session.replica.space)?.signed(receipt);
    },
    live: (session) => {
      if (session.standing() === 'relay') witnesses.get(session.replica.space)?.met();
    },
    close: () => {
      for (const witness of witnesses.values()) witness.close();
    },
  };
};
