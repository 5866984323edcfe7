/** [K6] Which devices gave a reader the right secret of a scope in an epoch, and which a wrong one. */
import type { ChannelId, DeviceId, EpochId } from '@plexi/protocol';

interface Givers {
  right: Set<DeviceId>;
  wrong: Set<DeviceId>;
}

export interface ShareTally {
  add(
    share: { scopes: readonly ChannelId[]; epochs: readonly EpochId[] },
    reader: DeviceId,
    giver: DeviceId,
    isRight: boolean,
  ): void;
  /** Whether a device is to say the right secret: as long as that does not prevail, and it said it not yet itself. */
  isOwedBy(giver: DeviceId, reader: DeviceId, scope: ChannelId, epoch: EpochId): boolean;
}

export const createShareTally = (): ShareTally => {
  const ofReader = new Map<string, Map<EpochId, Givers>>();
  const keyOf = (reader: DeviceId, scope: ChannelId): string => `${reader} ${scope}`;
  return {
    add: ({ scopes, epochs }, reader, giver, isRight) => {
      for (const scope of scopes) {
        const key = keyOf(reader, scope);
        const byEpoch = ofReader.get(key) ?? new Map<EpochId, Givers>();
        ofReader.set(key, byEpoch);
        for (const epoch of epochs) {
          const givers = byEpoch.get(epoch) ?? { right: new Set(), wrong: new Set() };
          (isRight ? givers.right : givers.wrong).add(giver);
          byEpoch.set(epoch, givers);
        }
      }
    },
    isOwedBy: (giver, reader, scope, epoch) => {
      const givers = ofReader.get(keyOf(reader, scope))?.get(epoch);
      if (givers === undefined) return true;
      return givers.right.size <= givers.wrong.size && !givers.right.has(giver);
    },
  };
};
