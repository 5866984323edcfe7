/**
 * [G2] Judging every entry once, in fold order, at the heads that it cites and against the takings settled so far.
 */
import { toHex } from '../bytes.ts';
import { logKey } from '../entry/log.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { DeviceId, EntryId } from '../ids.ts';
import type { Act, Role } from './act.ts';
import { type Taking, takesDevice, takingOf, voidedBy } from './cutoff.ts';
import { type Graph, isInPastOf, type Node } from './graph.ts';
import { objectionTo } from './policy.ts';
import { applyChanges, changesBy, emptyState, type GovernanceState, type Ruling } from './state.ts';

export interface Accepted {
  node: Node;
  ruling: Ruling;
  /** The author's rank at the heads; undefined for the genesis. */
  rank: Role | undefined;
  /** When the author's device was certified, milliseconds since 1970. */
  certifiedAt: number;
}

export interface Judgement {
  /** In fold order. */
  accepted: Accepted[];
  /** Which nodes are accepted, by index. */
  bits: Uint32Array;
  voided: Map<EntryId, string>;
  /** After all accepted acts. */
  state: GovernanceState;
  /** The accepted acts that bear on a subject, as places in `accepted`. */
  bySubject: Map<string, number[]>;
}

const accountSubject = (account: string): string => `account/${account}`;
const deviceSubject = (device: string): string => `device/${device}`;
/** What the genesis says of the space as a whole: it bears on every act. */
const SPACE_SUBJECT = 'space';
const inviteSubject = (key: Uint8Array): string => `invite/${toHex(key)}`;

/** What an act is about, apart from its author. */
const subjectsOf = (act: Act): string[] => {
  switch (act.type) {
    case 'channel.create':
    case 'channel.describe':
    case 'channel.archive':
    case 'channel.retain':
      return [`channel/${act.channel}`];
    case 'relay.list':
    case 'relay.unlist':
      return ['relays'];
    case 'invite.create':
    case 'invite.revoke':
      return [inviteSubject(act.publicKey)];
    case 'member.admit':
      return [inviteSubject(act.invite), `join/${toHex(act.keyPackageHash)}`];
    case 'member.remove':
    case 'role.grant':
      return [accountSubject(act.account)];
    case 'device.remove':
      return [deviceSubject(act.device)];
    case 'genesis':
      return [SPACE_SUBJECT];
    case 'member.add':
    case 'space.describe':
    case 'space.leave':
    case 'profile.describe':
      return [];
  }
};

/** What a ruling changes: its subjects, the account of its author where that is changed, and whoever it admits. */
const touchedBy = ({ act, author, certificate }: Ruling): string[] => {
  const subjects = subjectsOf(act);
  if (act.type === 'space.leave' || act.type === 'device.remove' || act.type === 'profile.describe') {
    subjects.push(accountSubject(author));
  }
  if (certificate !== undefined)
    subjects.push(accountSubject(certificate.account), deviceSubject(certificate.device));
  return subjects;
};

const areAllPast = (bits: Uint32Array, node: Node): boolean => {
  for (let word = 0; word < bits.length; word++) {
    if (((bits[word] as number) & ~(node.past[word] ?? 0)) !== 0) return false;
  }
  return true;
};

/**
 * The state at the heads that `node` cites, as far as judging it needs: where it knew of everything accepted, that is simply
 * the state; else the acts that it knew and that bear on its author and its subjects are folded anew.
 */
const stateAt = (judgement: Judgement, node: Node): GovernanceState => {
  if (areAllPast(judgement.bits, node)) return judgement.state;
  const { act, certificate } = node.content;
  const places = new Set<number>();
  const seen = new Set<string>();
  const open = [
    SPACE_SUBJECT,
    deviceSubject(node.entry.log.device),
    ...(act === undefined ? [] : subjectsOf(act)),
  ];
  if (certificate !== undefined)
    open.push(accountSubject(certificate.account), deviceSubject(certificate.device));
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
const generationAt = (judgement: Judgement, node: Node, device: DeviceId): number => {
  const about = (subject: string): Accepted[] =>
    (judgement.bySubject.get(subject) ?? []).map((place) => judgement.accepted[place] as Accepted);
  const admissions = about(deviceSubject(device)).filter((it) => it.ruling.certificate?.device === device);
  const removals = new Set<Node>();
  for (const admission of admissions) {
    const account = (admission.ruling.certificate as Certificate).account;
    for (const { node: removal, ruling } of about(accountSubject(account))) {
      const taking = takingOf(removal, ruling);
      if (taking === undefined || !takesDevice(taking, account, device)) continue;
      if (isInPastOf(removal.index, node) && isInPastOf(admission.node.index, removal)) removals.add(removal);
    }
  }
  return removals.size;
};

const judgeNode = (
  graph: Graph,
  judgement: Judgement,
  takings: readonly Taking[],
  node: Node,
): { accepted: Accepted } | { reason: string } => {
  const { entry, content } = node;
  if (content.act === undefined) return { reason: content.flaw };
  const fork = graph.forks.get(logKey(entry.log));
  if (fork !== undefined && entry.sequence >= fork)
    return { reason: 'its device wrote two entries for one place' };
  const { act, certificate } = content;
  const { id, clock } = entry;
  const { device } = entry.log;
  if (act.type === 'genesis' && certificate !== undefined) {
    const ruling = { id, clock, device, author: certificate.account, act, certificate, generation: 0 };
    return { accepted: { node, ruling, rank: undefined, certifiedAt: certificate.issuedAt } };
  }
  const state = stateAt(judgement, node);
  const author = state.devices[device];
  const member = author && state.members[author];
  if (author === undefined || member === undefined) return { reason: 'its device belongs to no member' };
  const own = member.devices[device];
  if (own?.generation !== entry.log.generation) return { reason: 'not a log of this membership' };
  const generation = certificate === undefined ? 0 : generationAt(judgement, node, certificate.device);
  const ruling: Ruling = { id, clock, device, author, act, certificate, generation };
  const reason = objectionTo(state, member, ruling) ?? voidedBy(takings, state, node, ruling);
  if (reason !== undefined) return { reason };
  return { accepted: { node, ruling, rank: member.role, certifiedAt: own.certificate.issuedAt } };
};

/**
 * Judges `node`, which comes after all that was judged before, and takes it up. With `shared`, what hangs below the
 * judgement's own containers belongs to another one too and is left as it is.
 */
export const judgeNext = (
  graph: Graph,
  judgement: Judgement,
  takings: readonly Taking[],
  node: Node,
  shared = false,
): Accepted | undefined => {
  const verdict = judgeNode(graph, judgement, takings, node);
  if ('reason' in verdict) {
    judgement.voided.set(node.entry.id, verdict.reason);
    return undefined;
  }
  const { accepted } = verdict;
  const place = judgement.accepted.push(accepted) - 1;
  (judgement.bits[node.index >>> 5] as number) |= 1 << (node.index & 31);
  for (const subject of touchedBy(accepted.ruling)) {
    const places = judgement.bySubject.get(subject);
    if (places === undefined || shared) judgement.bySubject.set(subject, [...(places ?? []), place]);
    else places.push(place);
  }
  applyChanges(judgement.state, changesBy(judgement.state, accepted.ruling), shared);
  return accepted;
};

/** Judges all of the graph, `order`ed by `foldOrder`; what is `rejected` is void whatever else holds. */
export const judgeAll = (
  graph: Graph,
  order: readonly Node[],
  takings: readonly Taking[],
  rejected: ReadonlySet<EntryId>,
): Judgement => {
  const judgement: Judgement = {
    accepted: [],
    bits: new Uint32Array((graph.nodes.length + 31) >>> 5),
    voided: new Map(),
    state: emptyState(),
    bySubject: new Map(),
  };
  for (const node of order) {
    if (rejected.has(node.entry.id)) judgement.voided.set(node.entry.id, 'what it rests on was voided');
    else judgeNext(graph, judgement, takings, node);
  }
  return judgement;
};
