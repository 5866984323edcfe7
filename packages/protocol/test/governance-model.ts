/**
 * A second reading of the rules [G1]–[G4] [G8] [G9], to hold the fold against: sets and definitions, no order of processing,
 * nothing incremental, nothing shared with `src/governance` but the codec. Slow, and meant to be read beside the rules.
 */
import {
  type AccountId,
  type DeviceId,
  decodeAct,
  type EntryId,
  type GovernanceEntry,
  hlcToMs,
  readCertificate,
  toHex,
  ZERO_ID,
} from '../src/index.ts';
import { primitives } from './founding.ts';
import { byFold, type Item, knows, type Role, type View, viewOf } from './governance-view.ts';

const RANK = { owner: 2, admin: 1, member: 0 };

const logOf = ({ log }: GovernanceEntry): string => `${log.device}/${log.generation}`;

/** Every entry whose whole past is there, with that past. */
export const itemsOf = (entries: readonly GovernanceEntry[]): Item[] => {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const pasts = new Map<EntryId, Set<EntryId> | undefined>();
  const pastOf = (id: EntryId): Set<EntryId> | undefined => {
    if (pasts.has(id)) return pasts.get(id);
    const entry = byId.get(id);
    let past: Set<EntryId> | undefined = entry && new Set<EntryId>();
    for (const parent of entry === undefined ? [] : [...entry.heads, entry.previous]) {
      if (parent === ZERO_ID) continue;
      const before = pastOf(parent);
      past = before && past && new Set([...past, ...before, parent]);
    }
    pasts.set(id, past);
    return past;
  };
  return [...byId.values()].flatMap((entry) => {
    const past = pastOf(entry.id);
    if (past === undefined) return [];
    const { act } = decodeAct(entry.body);
    const certificate = 'certificate' in act ? readCertificate(primitives, act.certificate) : undefined;
    return [{ entry, act, certificate, past }];
  });
};

const areConcurrent = (a: Item, b: Item): boolean => a !== b && !knows(a, b) && !knows(b, a);

/** Whether the policy lets `account` do this in `view`, `as` a role that it has or might be left with. */
const isPermitted = (view: View, item: Item, account: AccountId, as: Role): boolean => {
  const { act, entry } = item;
  const isAdmin = RANK[as] >= RANK.admin;
  const isAbove = (target: AccountId): boolean => {
    const role = view.role(target);
    return role !== undefined && RANK[as] > RANK[role];
  };
  const mayChange = (channel: string): boolean => {
    const creation = view.creation('channel.create', channel);
    return creation !== undefined && (isAdmin || view.author(creation) === account);
  };
  switch (act.type) {
    case 'genesis':
      return false;
    case 'space.describe':
      return isAdmin;
    case 'space.leave':
      return as !== 'owner' || view.kind === 'direct';
    case 'channel.create':
      return view.creation('channel.create', act.channel) === undefined;
    case 'channel.describe':
    case 'channel.archive':
    case 'channel.retain':
      return mayChange(act.channel);
    case 'relay.list':
      return isAdmin && (view.relays().has(act.device) || view.relays().size < 8);
    case 'relay.unlist':
      return isAdmin && view.relays().has(act.device);
    case 'invite.create':
      if (view.kind !== undefined) return false;
      return (
        (isAdmin || act.account === account) &&
        view.creation('invite.create', toHex(act.publicKey)) === undefined
      );
    case 'invite.revoke': {
      const creation = view.creation('invite.create', toHex(act.publicKey));
      return creation !== undefined && (isAdmin || view.author(creation) === account);
    }
    case 'member.remove':
      return isAdmin && isAbove(act.account);
    case 'role.grant':
      return (
        isAbove(act.account) && RANK[as] > RANK[act.role] && view.role(act.account) !== act.role && isAdmin
      );
    case 'profile.describe':
      return true;
    case 'device.remove': {
      const [own, other] = [entry.log.device, act.device].map((device) =>
        view.devicesOf(account).find((it) => it.certificate?.device === device),
      );
      if (own?.certificate === undefined || other?.certificate === undefined) return false;
      const [a, b] = [own.certificate, other.certificate];
      return a.issuedAt > b.issuedAt || (a.issuedAt === b.issuedAt && a.device >= b.device);
    }
    case 'member.add': {
      if (item.certificate === undefined || view.kind === undefined) return false;
      const { account: joiner, device } = item.certificate;
      if (view.devicesOf(joiner).some((it) => it.certificate?.device === device)) return false;
      const isIn = view.current(joiner).length > 0;
      const wasIn = view.admitsOf(joiner).length > 0;
      if (view.kind === 'direct' && (!view.owners.includes(joiner) || (wasIn && !isIn))) return false;
      if (!isIn) return isAdmin;
      const isFirstTime = view.generation(item) === 0;
      return isFirstTime || joiner === account || (isAdmin && view.kind !== 'direct');
    }
    case 'member.admit': {
      const key = toHex(act.invite);
      const invite = view.creation('invite.create', key);
      if (invite?.act.type !== 'invite.create' || item.certificate === undefined) return false;
      const { account: joiner, device } = item.certificate;
      const isIn = view.current(joiner).length > 0;
      // Of the membership that ended last: when it first ended.
      const ended = view.removals(joiner);
      const last = viewOf(view.of('member.admit').concat(view.of('genesis')))
        .current(joiner)
        .findLast((admit) => ended.some((removal) => knows(removal, admit)));
      const until = Math.min(
        ...ended
          .filter((removal) => last !== undefined && !knows(last, removal))
          .map((removal) => removal.entry.clock as number),
      );
      return (
        !view.isRevoked(key) &&
        (invite.act.account === undefined || invite.act.account === joiner) &&
        view.used(key) < invite.act.uses &&
        hlcToMs(entry.clock) <= invite.act.expires &&
        !view
          .of('member.admit')
          .some(
            (it) =>
              it.act.type === 'member.admit' && toHex(it.act.keyPackageHash) === toHex(act.keyPackageHash),
          ) &&
        !view.devicesOf(joiner).some((it) => it.certificate?.device === device) &&
        (isIn || last === undefined || invite.entry.clock >= until)
      );
    }
  }
};

interface Verdict {
  item: Item;
  account: AccountId;
  rank: Role;
  certifiedAt: number;
}

const isTaking = ({ act }: Item): boolean =>
  ['member.remove', 'space.leave', 'device.remove'].includes(act.type) ||
  (act.type === 'role.grant' && act.role === 'member');

/** Whether a settled taking by `by` voids an act that was permitted at its heads. */
const isVoidedBy = (taking: Verdict, verdict: Verdict, view: View): boolean => {
  const { item, account } = verdict;
  const { act } = taking.item;
  if (!areConcurrent(taking.item, item)) return false;
  if (act.type === 'role.grant') {
    return act.account === account && !isPermitted(view, item, account, 'member');
  }
  const target = act.type === 'member.remove' ? act.account : taking.account;
  const device = act.type === 'device.remove' ? act.device : undefined;
  const listed = 'cutoffs' in act ? act.cutoffs : [];
  const takes = (owner: AccountId, it: DeviceId): boolean => owner === target && (device ?? it) === it;
  const { log, sequence } = item.entry;
  const isWithin = listed.some(
    (cutoff) =>
      cutoff.log.device === log.device &&
      cutoff.log.generation === log.generation &&
      cutoff.log.channel === log.channel &&
      sequence <= cutoff.sequence,
  );
  if (takes(account, log.device) && !isWithin) return true;
  if (device === undefined && item.act.type === 'invite.create' && account === target) return true;
  if (device === undefined && item.act.type === 'role.grant' && item.act.account === target) return true;
  const isAdmission = item.act.type === 'member.admit' || item.act.type === 'member.add';
  const admitted = isAdmission ? item.certificate : undefined;
  return admitted !== undefined && takes(admitted.account, admitted.device);
};

/** Judges all items against the takings settled so far. */
const judge = (
  items: readonly Item[],
  flawed: (item: Item) => boolean,
  takings: readonly Verdict[],
): Verdict[] => {
  const verdicts = new Map<EntryId, Verdict>();
  for (const item of items.toSorted(byFold)) {
    if (flawed(item)) continue;
    if (item.act.type === 'genesis' && item.certificate !== undefined) {
      const { account, issuedAt } = item.certificate;
      verdicts.set(item.entry.id, { item, account, rank: 'owner', certifiedAt: issuedAt });
      continue;
    }
    const view = viewOf([...verdicts.values()].map((it) => it.item).filter((it) => knows(item, it)));
    const { log } = item.entry;
    const account = view.accountOf(log.device);
    const rank = account && view.role(account);
    if (account === undefined || rank === undefined) continue;
    const own = view.devicesOf(account).find((it) => it.certificate?.device === log.device);
    if (own?.certificate === undefined || view.generation(own) !== log.generation) continue;
    const verdict = { item, account, rank, certifiedAt: own.certificate.issuedAt };
    if (!isPermitted(view, item, account, rank)) continue;
    if (takings.some((taking) => isVoidedBy(taking, verdict, view))) continue;
    verdicts.set(item.entry.id, verdict);
  }
  return [...verdicts.values()];
};

/** The accepted acts of a set of entries, in fold order. */
export const acceptedOf = (entries: readonly GovernanceEntry[]): Item[] => {
  const items = itemsOf(entries);
  const byId = new Map(items.map((item) => [item.entry.id, item]));
  const isFlawed = (item: Item): boolean => {
    const { entry } = item;
    const twin = entries.find(
      (it) =>
        it.id !== entry.id &&
        logOf(it) === logOf(entry) &&
        it.sequence <= entry.sequence &&
        entries.some(
          (other) => other.id !== it.id && logOf(other) === logOf(it) && other.sequence === it.sequence,
        ),
    );
    const isLate = [...item.past].every((id) => (byId.get(id) as Item).entry.clock < entry.clock);
    return twin !== undefined || !isLate;
  };
  const rejected = new Set<EntryId>();
  let settled: Verdict[] = [];
  for (;;) {
    const verdicts = judge(items, (item) => isFlawed(item) || rejected.has(item.entry.id), settled);
    const isIn = (list: readonly Verdict[], { item }: Verdict): boolean =>
      list.some((it) => it.item === item);
    const lost = settled.filter((it) => !isIn(verdicts, it)).sort((a, b) => byFold(a.item, b.item))[0];
    if (lost !== undefined) {
      rejected.add(lost.item.entry.id);
      settled = settled.filter((it) => it !== lost);
      continue;
    }
    const open = verdicts.filter((it) => isTaking(it.item) && !isIn(settled, it));
    if (open.length === 0) return verdicts.map((it) => it.item);
    const rank = Math.max(...open.map((it) => RANK[it.rank]));
    const added: Verdict[] = [];
    const view = viewOf(verdicts.map((it) => it.item));
    const first = (a: Verdict, b: Verdict): number =>
      b.certifiedAt - a.certifiedAt ||
      (a.item.entry.log.device === b.item.entry.log.device
        ? byFold(a.item, b.item)
        : a.item.entry.log.device > b.item.entry.log.device
          ? -1
          : 1);
    for (const verdict of open.filter((it) => RANK[it.rank] === rank).sort(first)) {
      if (!added.some((taking) => isVoidedBy(taking, verdict, view))) added.push(verdict);
    }
    settled = [...settled, ...added];
  }
};
