/**
 * A second reading of the rules [G1]–[G4] [G8] [G9], to hold the fold against: sets and definitions, no order of processing,
 * nothing incremental, nothing shared with `src/governance` but the codec. Slow, and meant to be read beside the rules.
 */
import {
  type AccountId,
  type Certificate,
  type DeviceId,
  decodeAct,
  type EntryId,
  type GovernanceEntry,
  readCertificate,
  toHex,
  ZERO_ID,
} from '../src/index.ts';
import { primitives } from './founding.ts';
import { votesAreStopped } from './governance-conflict-model.ts';
import { firstFork, nameOf, placeShown } from './governance-fork-model.ts';
import { isPermitted, RANK } from './governance-permission.ts';
import { type Undone, undoneIn } from './governance-undo-model.ts';
import { byFold, type Item, knows, type Role, type View, viewOf } from './governance-view.ts';

/** Every entry whose whole past is there, with that past. */
export const itemsOf = (entries: readonly GovernanceEntry[]): Item[] => {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const genesis = entries.find(({ body }) => decodeAct(body).act.type === 'genesis');
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
    return [{ entry, act, certificate, past, place: placeShown(act, genesis) }];
  });
};

const areConcurrent = (a: Item, b: Item): boolean => a !== b && !knows(a, b) && !knows(b, a);

interface Verdict {
  item: Item;
  account: AccountId;
  rank: Role;
  certifiedAt: number;
}

const isTaking = ({ act }: Item): boolean =>
  ['member.remove', 'space.leave', 'device.remove', 'role.grant', 'member.mute', 'channel.dismiss'].includes(
    act.type,
  );

/** Whether a settled taking by `by` voids an act that was permitted at its heads. */
const isVoidedBy = (taking: Verdict, verdict: Verdict, view: View): boolean => {
  const { item, account } = verdict;
  const { act } = taking.item;
  if (!areConcurrent(taking.item, item)) return false;
  if (act.type === 'role.grant') {
    const isLower = RANK[taking.rank] > RANK[verdict.rank];
    if (item.act.type === 'role.grant' && item.act.account === act.account && isLower) return true;
    return act.account === account && !isPermitted(view, item, account, act.role);
  }
  if (act.type === 'member.mute' || act.type === 'channel.dismiss') {
    const back = act.type === 'member.mute' ? 'member.unmute' : 'channel.admit';
    return item.act.type === back && item.act.account === act.account && item.act.channel === act.channel;
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
  if (
    (item.act.type === 'role.grant' ||
      item.act.type === 'member.unban' ||
      item.act.type === 'channel.admit') &&
    device === undefined &&
    item.act.account === target
  )
    return true;
  const isAdmission = item.act.type === 'member.admit' || item.act.type === 'member.add';
  const admitted = isAdmission ? item.certificate : undefined;
  return admitted !== undefined && takes(admitted.account, admitted.device);
};

/** Judges items on top of what is final, against the takings settled so far. */
const judge = (
  items: readonly Item[],
  flawed: (item: Item) => boolean,
  takings: readonly Verdict[],
  final: readonly Verdict[],
  byId: ReadonlyMap<EntryId, Item>,
  undone: Undone,
): Verdict[] => {
  const verdicts = new Map<EntryId, Verdict>(final.map((it) => [it.item.entry.id, it]));
  for (const item of items.toSorted(byFold)) {
    if (flawed(item)) continue;
    if (item.act.type === 'owners.undo') {
      const vote = undone.votes.get(item);
      if (vote !== undefined) verdicts.set(item.entry.id, { item, rank: 'owner', ...vote });
      continue;
    }
    if (item.entry.sequence >= (undone.ends.get(nameOf(item.entry.log)) ?? Infinity)) continue;
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
    if (item.act.type === 'owners.vote' && votesAreStopped(item, [...verdicts.values()], final, byId))
      continue;
    if (takings.some((taking) => isVoidedBy(taking, verdict, view))) continue;
    verdicts.set(item.entry.id, verdict);
  }
  return [...verdicts.values()];
};

interface Outcome {
  verdicts: Verdict[];
  settled: Verdict[];
  /** Where logs end by what most owners undid. */
  ends: ReadonlyMap<string, number>;
  /** The greatest set that enough owners signed. */
  top: { set: ReadonlySet<EntryId>; outcome: Outcome } | undefined;
}

const first = (a: Verdict, b: Verdict): number =>
  b.certifiedAt - a.certifiedAt ||
  (a.item.entry.log.device === b.item.entry.log.device
    ? byFold(a.item, b.item)
    : a.item.entry.log.device > b.item.entry.log.device
      ? -1
      : 1);

/** [G5] Sets that owners signed, the greatest first. */
const signedSets = (items: readonly Item[]): { key: string; set: Set<EntryId>; signs: Item[] }[] => {
  const found = new Map<string, { key: string; set: Set<EntryId>; signs: Item[] }>();
  for (const item of items) {
    if (item.act.type !== 'checkpoint.sign') continue;
    const { covers, state } = item.act;
    const key = `${covers.join()}/${toHex(state)}`;
    const set = new Set(covers);
    for (const id of covers)
      for (const past of items.find((it) => it.entry.id === id)?.past ?? []) set.add(past);
    const isWhole = covers.every((id) => items.some((it) => it.entry.id === id));
    if (!isWhole || set.has(item.entry.id)) continue;
    found.set(key, { key, set, signs: [...(found.get(key)?.signs ?? []), item] });
  }
  return [...found.values()].sort((a, b) => b.set.size - a.set.size || (a.key < b.key ? -1 : 1));
};

/** Beyond the set that was signed, a device of the same account that was certified later puts the signing one out. */
const isWithdrawn = (
  sign: Item,
  own: Certificate,
  outside: readonly Item[],
  items: readonly Item[],
): boolean =>
  outside.some((item) => {
    const { act, entry } = item;
    if (act.type !== 'device.remove' || act.device !== sign.entry.log.device) return false;
    const isLater = items.some(
      ({ certificate: by }) =>
        by?.device === entry.log.device && by.account === own.account && by.issuedAt > own.issuedAt,
    );
    const isListed = act.cutoffs.some(
      ({ log, sequence }) =>
        log.device === sign.entry.log.device &&
        log.generation === sign.entry.log.generation &&
        log.channel === sign.entry.log.channel &&
        sequence >= sign.entry.sequence,
    );
    return isLater && !isListed && !knows(item, sign);
  });

const topOf = (items: readonly Item[]): Outcome['top'] => {
  for (const { set, signs } of signedSets(items)) {
    const inside = items.filter(({ entry }) => set.has(entry.id));
    const outside = items.filter(({ entry }) => !set.has(entry.id));
    const outcome = outcomeOf(inside);
    const view = viewOf(outcome.verdicts.map(({ item }) => item));
    const genesis = inside.find(({ act }) => act.type === 'genesis');
    const founders =
      genesis?.act.type === 'genesis' && genesis.certificate !== undefined
        ? (genesis.act.owners ?? [genesis.certificate.account])
        : [];
    const owners: readonly AccountId[] =
      outcome.top === undefined
        ? founders
        : viewOf(outcome.top.outcome.verdicts.map(({ item }) => item)).ownersNow();
    const signers = owners.filter((owner) =>
      signs.some((sign) =>
        view
          .devicesOf(owner)
          .some(
            ({ certificate: own }) =>
              own?.device === sign.entry.log.device && !isWithdrawn(sign, own, outside, items),
          ),
      ),
    );
    if (signers.length > owners.length / 2) return { set, outcome };
  }
  return undefined;
};

/** What a set of items comes to that holds all that they build on. */
const outcomeOf = (items: readonly Item[], more: readonly GovernanceEntry[] = []): Outcome => {
  const byId = new Map(items.map((item) => [item.entry.id, item]));
  const entries = [...items.map(({ entry }) => entry), ...more];
  const isFlawed = ({ entry, past }: Item): boolean => {
    const isLate = [...past].every((id) => (byId.get(id) as Item).entry.clock < entry.clock);
    return entry.sequence >= firstFork(entries, items, entry.log) || !isLate;
  };
  const top = topOf(items);
  const final = top?.outcome.verdicts ?? [];
  const done = top?.outcome.settled ?? [];
  const rest = items.filter(({ entry }) => top?.set.has(entry.id) !== true);
  const undone = undoneIn(items, isFlawed, top && { set: top.set, verdicts: final, ends: top.outcome.ends });
  const rejected = new Set<EntryId>();
  let settled: Verdict[] = [];
  const isIn = (list: readonly Verdict[], { item }: Verdict): boolean => list.some((it) => it.item === item);
  for (;;) {
    const skip = (item: Item): boolean => isFlawed(item) || rejected.has(item.entry.id);
    const verdicts = judge(rest, skip, [...done, ...settled], final, byId, undone);
    const lost = settled.filter((it) => !isIn(verdicts, it)).sort((a, b) => byFold(a.item, b.item))[0];
    if (lost !== undefined) {
      rejected.add(lost.item.entry.id);
      settled = settled.filter((it) => it !== lost);
      continue;
    }
    const open = verdicts.filter((it) => isTaking(it.item) && !isIn([...done, ...settled], it));
    if (open.length === 0) return { verdicts, settled: [...done, ...settled], ends: undone.ends, top };
    const rank = Math.max(...open.map((it) => RANK[it.rank]));
    const added: Verdict[] = [];
    const view = viewOf(verdicts.map((it) => it.item));
    for (const verdict of open.filter((it) => RANK[it.rank] === rank).sort(first)) {
      if (!added.some((taking) => isVoidedBy(taking, verdict, view))) added.push(verdict);
    }
    settled = [...settled, ...added];
  }
};

/** The accepted acts of a set of entries, in the order of the fold: what is final comes first. And where logs end by undoing. */
export const modelOf = (
  entries: readonly GovernanceEntry[],
): { accepted: Item[]; ends: ReadonlyMap<string, number> } => {
  const items = itemsOf(entries);
  const waiting = entries.filter(({ id }) => items.every(({ entry }) => entry.id !== id));
  const { verdicts, ends } = outcomeOf(items, waiting);
  return { accepted: verdicts.map(({ item }) => item), ends };
};
