/** The product's own history secrets, read along: what a device unwrapped is tried where it must not fit, stored or not. */
import {
  exportHistorySecret,
  historyHashOf,
  unwrapSecret as unwrapReal,
  wrapSecret,
} from '../../../packages/crypto/src/key-group/history.ts';
import { lifeHere } from '../machine/machine.ts';
import { remember } from '../world/memories.ts';

export { exportHistorySecret, historyHashOf, wrapSecret };

export const unwrapSecret: typeof unwrapReal = (...wrapped) => {
  const secret = unwrapReal(...wrapped);
  const node = lifeHere()?.node;
  if (node !== undefined && secret !== undefined) remember(node, secret);
  return secret;
};
