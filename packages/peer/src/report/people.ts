/** Who has what to do with a report: those in charge, by rank, but for whom it concerns. */
import { type AccountId, type Governance, isInCharge, outranks } from '@plexi/protocol';

/** Whether an account is one of those whom reports go to. */
export const hasSay = (governance: Governance | undefined, account: AccountId): boolean =>
  isInCharge(governance?.state.members[account]?.role);

/**
 * Who may look at an appeal: those in charge but `except`, of at least the rank of who decided where there is anybody; whoever is
 * left else.
 */
export const reviewersOf = (
  governance: Governance | undefined,
  decider: AccountId,
  except: readonly (AccountId | undefined)[],
): AccountId[] => {
  const state = governance?.state;
  if (state === undefined) return [];
  const others = Object.values(state.members).filter(
    ({ account, role }) => isInCharge(role) && account !== decider && !except.includes(account),
  );
  const rank = (state.members[decider] ?? state.formerMembers[decider])?.role ?? 'moderator';
  const equals = others.filter(({ role }) => !outranks(rank, role));
  return (equals.length > 0 ? equals : others).map(({ account }) => account);
};

/** The X25519 keys of members' devices but this one. */
export const boxKeysOf = (
  governance: Governance | undefined,
  self: { device: string },
  matches: (account: AccountId) => boolean,
): Uint8Array[] =>
  Object.values(governance?.state.members ?? {})
    .filter(({ account }) => matches(account))
    .flatMap(({ devices }) => Object.values(devices).map(({ certificate }) => certificate))
    .filter(({ device }) => device !== self.device)
    .map(({ boxKey }) => boxKey);
