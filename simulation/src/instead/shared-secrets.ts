/** The product's own book of secrets that a device was given, read along: what it holds is tried where it must not fit. */
import {
  createSharedSecrets as createReal,
  type SharedSecrets,
} from '../../../packages/crypto/src/key-group/shared-secrets.ts';
import { lifeHere } from '../machine/machine.ts';
import { remember } from '../world/memories.ts';

export type { SharedSecrets };

export const createSharedSecrets = (): SharedSecrets => {
  const secrets = createReal();
  return {
    ...secrets,
    add: (giver, given) => {
      const node = lifeHere()?.node;
      if (node !== undefined) remember(node, given.secret);
      return secrets.add(giver, given);
    },
  };
};
