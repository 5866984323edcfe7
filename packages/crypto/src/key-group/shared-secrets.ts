/**
 * [K6] What this device was given of secrets that it can't derive. Nothing proves to it that a secret is the right one, so it keeps
 * who said which: an entry opens by the secret that its header commits to, and sealed is only under what most givers say.
 */
import type { ChannelId, DeviceId, EpochId } from '@plexi/protocol';
import { toHex } from '@plexi/protocol';
import type { SharedSecret } from './shares.ts';

interface Claim {
  secret: Uint8Array;
  givers: Set<DeviceId>;
}

export interface SharedSecrets {
  /** Notes what a device gave; true where a secret is new. */
  add(giver: DeviceId, given: SharedSecret): boolean;
  isEmpty(): boolean;
  /** Whether anything was given for the scope in that epoch. */
  has(epoch: EpochId, scope: ChannelId): boolean;
  /** The secret that `fits`, of all that were given. */
  find(epoch: EpochId, scope: ChannelId, fits: (secret: Uint8Array) => boolean): Uint8Array | undefined;
  /** The secret that more devices gave than any other. */
  prevailing(epoch: EpochId, scope: ChannelId): Uint8Array | undefined;
}

export const createSharedSecrets = (): SharedSecrets => {
  const claims = new Map<EpochId, Map<ChannelId, Map<string, Claim>>>();
  const of = (epoch: EpochId, scope: ChannelId): Claim[] => [
    ...(claims.get(epoch)?.get(scope)?.values() ?? []),
  ];
  return {
    add: (giver, { epoch, scope, secret }) => {
      const ofEpoch = claims.get(epoch) ?? new Map<ChannelId, Map<string, Claim>>();
      const ofScope = ofEpoch.get(scope) ?? new Map<string, Claim>();
      claims.set(epoch, ofEpoch.set(scope, ofScope));
      const key = toHex(secret);
      const known = ofScope.get(key);
      if (known === undefined) ofScope.set(key, { secret, givers: new Set([giver]) });
      else known.givers.add(giver);
      return known === undefined;
    },
    isEmpty: () => claims.size === 0,
    has: (epoch, scope) => claims.get(epoch)?.has(scope) === true,
    find: (epoch, scope, fits) => of(epoch, scope).find(({ secret }) => fits(secret))?.secret,
    prevailing: (epoch, scope) => {
      const [first, second] = of(epoch, scope).sort((a, b) => b.givers.size - a.givers.size);
      return second !== undefined && second.givers.size === first?.givers.size ? undefined : first?.secret;
    },
  };
};
