/**
 * [G2] [G4] With which rank something was written outside of governance: the one at the heads that its entry cites, less what was
 * taken meanwhile without reaching as far as that entry. It hangs on nothing but the entry and the set of acts, so that it is the same on
 * every device, whenever the one or the others come.
 */
import { type LogRef, membershipOf } from '../entry/log.ts';
import type { AccountId, EntryId } from '../ids.ts';
import { listedEnd, type Taking } from './cutoff.ts';
import { deviceStanding, type Governance } from './governance.ts';
import { bitsUpTo, isInPastOf } from './graph.ts';
import { stateKnowing } from './judge.ts';
import { outranks, type Role } from './role.ts';
import { deviceSubject } from './subject.ts';

/** Where something was written, and what its author knew of governance then. */
export interface Written {
  log: LogRef;
  sequence: number;
  /** The governance heads that its entry cites, or the entries before it. */
  heads: readonly EntryId[];
}

/** Whether all is here that somebody knew. */
export const isKnown = ({ record }: Governance, heads: readonly EntryId[]): boolean =>
  heads.every((id) => record.graph.byId.has(id));

const reaches = (taking: Taking, { log, sequence }: Written): boolean => {
  const { act } = taking.node.content;
  // An act that names no cutoffs says nothing of what was written before it.
  return act?.type !== 'role.grant' || act.cutoffs === undefined || sequence <= listedEnd(taking, log);
};

/** The rank behind it; `undefined` where its author was nobody, it is void, or not all is here that they knew. */
export const rankBehind = (governance: Governance, written: Written): Role | undefined => {
  const { graph, settlement } = governance.record;
  const { log, sequence, heads } = written;
  const past = bitsUpTo(graph, heads);
  if (past === undefined || deviceStanding(governance, log, sequence) !== 'counts') return undefined;
  const state = stateKnowing(settlement.judgement, { past }, [deviceSubject(log.device)]);
  const account: AccountId | undefined = state.devices[log.device];
  const member = account && state.members[account];
  if (member?.devices[log.device]?.generation !== membershipOf(log.generation)) return undefined;
  let rank = member.role;
  for (const taking of settlement.takings) {
    if (taking.takes.kind !== 'rank' || taking.account !== account) continue;
    const isUnknown = !isInPastOf(taking.node.index, { past });
    if (isUnknown && outranks(rank, taking.takes.left) && !reaches(taking, written)) rank = taking.takes.left;
  }
  return rank;
};
