/**
 * [G2] Judging every entry once, in fold order, at the heads that it cites and against the takings settled so far.
 */
import { logKey } from '../entry/log.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { DeviceId, EntryId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import type { Act } from './act.ts';
import { applyChanges } from './change.ts';
import { changesBy } from './changes.ts';
import { conflictsIn } from './conflict.ts';
import { type Taking, takesDevice, takingOf, voidedBy } from './cutoff.ts';
import type { Forks } from './fork.ts';
import { isInPastOf, type Node } from './graph.ts';
import { beginJudgement, type Judgement, knowsAllOf, type Past, takeUp } from './judgement.ts';
import { objectionTo } from './policy.ts';
import { emptyState, type GovernanceState, type Ruling } from './state.ts';
import {
  accountSubject,
  channelSubject,
  deviceSubject,
  inviteSubject,
  SPACE_SUBJECT,
  subjectsOf,
} from './subject.ts';
import type { Undone } from './undo.ts';

/** What is known of all nodes. */
export interface Ground {
  forks: Forks;
  byId: ReadonlyMap<EntryId, Node>;
  undone: Undone;
}

/** Why no vote on owners counts [G5]. */
export const VOTES_STOPPED = 'an owner signed two histories that exclude each other';

/** Why nothing counts that most owners undid [G4]. */
export const UNDONE = 'the owners undid it';

/** The state at the heads that `node` cites, as far as judging it needs. */
const stateAt = (judgement: Judgement, node: Node): GovernanceState => {
  const { act, certificate } = node.content;
  const concerned = [deviceSubject(node.entry.log.device), ...(act === undefined ? [] : subjectsOf(act))];
  if (certificate !== undefined)
    concerned.push(accountSubject(certificate.account), deviceSubject(certificate.device));
  return stateKnowing(judgement, node, concerned);
};

/**
 * The state for whoever knew so much: where that is everything accepted, it is simply the state; else the acts that they knew and
 * that bear on what is `concerned` are folded anew.
 */
export const stateKnowing = (
  judgement: Judgement,
  node: Past,
  concerned: readonly string[],
): GovernanceState => {
  if (knowsAllOf(judgement, node)) return judgement.state;
  const places = new Set<number>();
  const seen = new Set<string>();
  const open = [SPACE_SUBJECT, ...concerned];
  for (let subject = open.pop(); subject !== undefined; subject = open.pop()) {
    if (seen.has(subject)) continue;
    seen.add(subject);
    for (const place of judgement.bySubject.get(subject) ?? []) {
      const { node: other, ruling } = judgement.accepted[place] as Accepted;
      if (!isInPastOf(other.index, node)) continue;
      places.add(place);
      // Whose a device is, and whether an invite's maker is still there, hangs on accounts.
      if (subject.startsWith('device/') && ruling.certificate !== undefined) {
        open.push(accountSubject(ruling.certificate.account));
      }
      if (ruling.act.type === 'invite.create') open.push(accountSubject(ruling.author));
      // Whether a vote carried depends on who the owners were.
      if (ruling.act.type === 'owners.vote')
        open.push(...subjectsOf(ruling.act), accountSubject(ruling.author));
      // An invite says as what somebody comes, and into which channels.
      if (ruling.act.type === 'member.admit') open.push(inviteSubject(ruling.act.invite));
      if (ruling.act.type === 'invite.create') open.push(...(ruling.act.channels ?? []).map(channelSubject));
    }
  }
  const state = emptyState();
  for (const place of [...places].sort((a, b) => a - b)) {
    const { ruling } = judgement.accepted[place] as Accepted;
    applyChanges(state, changesBy(state, ruling));
  }
  return state;
};

/** How often a device was put out before `node` admits it: the removals that it knew of, each of a device that was in. */
export const generationAt = (judgement: Judgement, node: Node, device: DeviceId): number => {
  const about = (subject: string): Accepted[] =>
    (judgement.bySubject.get(subject) ?? []).map((place) => judgement.accepted[place] as Accepted);
  const admissions = about(deviceSubject(device)).filter((it) => it.ruling.certificate?.device === device);
  const removals = new Set<Node>();
  for (const admission of admissions) {
    const account = (admission.ruling.certificate as Certificate).account;
    for (const other of about(accountSubject(account))) {
      const removal = other.node;
      const taking = takingOf(other);
      if (taking === undefined || !takesDevice(taking, account, device)) continue;
      if (isInPastOf(removal.index, node) && isInPastOf(admission.node.index, removal)) removals.add(removal);
    }
  }
  return removals.size;
};

/** How often an account's voice was taken, in any channel, before `node` takes it again. */
const silencesAt = (judgement: Judgement, node: Node, account: string): number =>
  (judgement.bySubject.get(accountSubject(account)) ?? []).filter((place) => {
    const other = judgement.accepted[place] as Accepted;
    return isInPastOf(other.node.index, node) && takingOf(other)?.takes.kind === 'voice';
  }).length;

const generationFor = (judgement: Judgement, node: Node): number => {
  const { act, certificate } = node.content;
  if (certificate !== undefined) return generationAt(judgement, node, certificate.device);
  const isSilencing = act?.type === 'member.mute' || act?.type === 'channel.dismiss';
  return isSilencing ? silencesAt(judgement, node, act.account) : 0;
};

/** Whether an owner signed what excludes each other, as far as an act knew [G5]. */
const isStopped = (byId: Ground['byId'], judgement: Judgement, node: Node): boolean =>
  conflictsIn(judgement, (id) => {
    const found = byId.get(id);
    return found !== undefined && isInPastOf(found.index, node) ? found : undefined;
  }).length > 0;

type Verdict = { accepted: Accepted } | { reason: string; by?: EntryId };

/** [G4] A vote to undo something: whose it is was found out before anything else was judged. */
const judgeUndo = ({ votes }: Undone, { node, act }: { node: Node; act: Act }): Verdict => {
  const { id, clock, log } = node.entry;
  const vote = votes.get(id);
  if (vote === undefined || typeof vote === 'string') return { reason: vote ?? 'it is no vote' };
  const { account: author, certificate } = vote;
  const ruling = { id, clock, device: log.device, author, act, certificate: undefined, generation: 0 };
  const { issuedAt: certifiedAt } = certificate;
  return { accepted: { node, ruling, rank: 'owner', certifiedAt, arrivedAs: undefined } };
};

const judgeNode = (
  { forks, byId, undone }: Ground,
  judgement: Judgement,
  takings: readonly Taking[],
  node: Node,
): Verdict => {
  const { entry, content } = node;
  if (content.act === undefined) return { reason: content.flaw };
  const fork = forks.get(logKey(entry.log));
  if (fork !== undefined && entry.sequence >= fork)
    return { reason: 'its device wrote two entries for one place' };
  const { act, certificate } = content;
  if (act.type === 'owners.undo') return judgeUndo(undone, { node, act });
  const end = undone.ends.get(logKey(entry.log));
  if (end !== undefined && entry.sequence >= end.sequence) return { reason: UNDONE, by: end.by };
  const { id, clock } = entry;
  const { device } = entry.log;
  if (act.type === 'genesis' && certificate !== undefined) {
    const ruling = { id, clock, device, author: certificate.account, act, certificate, generation: 0 };
    const { issuedAt: certifiedAt } = certificate;
    return { accepted: { node, ruling, rank: undefined, certifiedAt, arrivedAs: 'owner' } };
  }
  const state = stateAt(judgement, node);
  const author = state.devices[device];
  const member = author && state.members[author];
  if (author === undefined || member === undefined) return { reason: 'its device belongs to no member' };
  const own = member.devices[device];
  if (own?.generation !== entry.log.generation) return { reason: 'not a log of this membership' };
  const generation = generationFor(judgement, node);
  const { fork: shown } = content;
  const ruling: Ruling = { id, clock, device, author, act, certificate, generation, fork: shown };
  const reason = objectionTo(state, member, ruling);
  if (reason !== undefined) return { reason };
  if (act.type === 'owners.vote' && isStopped(byId, judgement, node)) return { reason: VOTES_STOPPED };
  const taken = voidedBy(takings, state, node, ruling);
  if (taken !== undefined) return taken;
  const { issuedAt: certifiedAt } = own.certificate;
  return { accepted: { node, ruling, rank: member.role, certifiedAt, arrivedAs: undefined } };
};

/**
 * Judges `node`, which comes after all that was judged before, and takes it up. What hangs below the judgement's containers and
 * belongs to another one too is left as it is.
 */
export const judgeNext = (
  ground: Ground,
  judgement: Judgement,
  takings: readonly Taking[],
  node: Node,
): Accepted | undefined => {
  const verdict = judgeNode(ground, judgement, takings, node);
  if (knowsAllOf(judgement, node)) judgement.knewAll.add(node);
  if ('reason' in verdict) {
    judgement.voided.set(node.entry.id, verdict.reason);
    if (verdict.by !== undefined) judgement.voidedBy.set(node.entry.id, verdict.by);
    return undefined;
  }
  takeUp(judgement, verdict.accepted);
  return verdict.accepted;
};

/** What is judged: nodes in the order of the fold, of a graph with so many, on top of what is final. */
export interface Case extends Ground {
  order: readonly Node[];
  nodes: number;
  below: Judgement | undefined;
}

/** Judges all of a case; what is `rejected` is void whatever else holds. */
export const judgeAll = (
  { order, nodes, below, ...ground }: Case,
  takings: readonly Taking[],
  rejected: ReadonlySet<EntryId>,
): Judgement => {
  const judgement = beginJudgement({ nodes, below });
  for (const node of order) {
    if (rejected.has(node.entry.id)) judgement.voided.set(node.entry.id, 'what it rests on was voided');
    else judgeNext(ground, judgement, takings, node);
  }
  return judgement;
};
