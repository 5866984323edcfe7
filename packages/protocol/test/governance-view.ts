/**
 * What a set of accepted acts says, each answer by its definition: the first half of the reference model.
 */
import type { AccountId, Act, Certificate, DeviceId, EntryId, GovernanceEntry } from '../src/index.ts';
import { toHex } from '../src/index.ts';

export interface Item {
  entry: GovernanceEntry;
  act: Act;
  certificate: Certificate | undefined;
  past: ReadonlySet<EntryId>;
  /** Of a proof: the place for which it shows two entries. */
  place: number | undefined;
}

export type Role = 'owner' | 'admin' | 'moderator' | 'member' | 'guest' | 'ai' | 'bot';

export const byFold = (a: Item, b: Item): number =>
  a.entry.clock - b.entry.clock || (a.entry.id < b.entry.id ? -1 : 1);

export const knows = (item: Item, other: Item): boolean => item.past.has(other.entry.id);

/** What accepted acts say, given in the order of the fold; each answer by its definition. */
export const viewOf = (accepted: readonly Item[]) => {
  const items = [...accepted];
  const isBefore = (a: Item, b: Item): boolean => items.indexOf(a) < items.indexOf(b);
  const of = (type: Act['type']): Item[] => items.filter((item) => item.act.type === type);
  const admits = items.filter(({ act }) => ['genesis', 'member.admit', 'member.add'].includes(act.type));
  const genesis = of('genesis')[0]?.act;
  const kind = genesis?.type === 'genesis' ? genesis.kind : undefined;
  const owners = (genesis?.type === 'genesis' ? genesis.owners : undefined) ?? [];
  const accountOf = (device: DeviceId): AccountId | undefined =>
    admits.findLast((item) => item.certificate?.device === device)?.certificate?.account;
  const author = (item: Item): AccountId => accountOf(item.entry.log.device) as AccountId;
  /** The removals of an account, or also those of one device of it. */
  const removals = (account: AccountId, device?: DeviceId): Item[] =>
    items.filter(({ act, entry }) => {
      if (act.type === 'member.remove') return act.account === account;
      if (act.type === 'space.leave') return accountOf(entry.log.device) === account;
      return act.type === 'device.remove' && device !== undefined && act.device === device;
    });
  const admitsOf = (account: AccountId): Item[] =>
    admits.filter((item) => item.certificate?.account === account);
  /** A member is who has an admission that knows of all removals. */
  const current = (account: AccountId): Item[] =>
    admitsOf(account).filter((admit) => removals(account).every((removal) => knows(admit, removal)));
  const devicesOf = (account: AccountId): Item[] =>
    current(account).filter(({ certificate, past }) =>
      removals(account, certificate?.device).every((removal) => past.has(removal.entry.id)),
    );
  const generation = (admit: Item): number => {
    const { account, device } = admit.certificate as Certificate;
    const earlier = admitsOf(account).filter((item) => item.certificate?.device === device);
    return removals(account, device).filter(
      (removal) => knows(admit, removal) && earlier.some((item) => knows(removal, item)),
    ).length;
  };
  const role = (account: AccountId): Role | undefined => {
    if (current(account).length === 0) return undefined;
    if (kind === 'direct') return 'owner';
    const carried = ownership().carried.findLast(
      ({ item, add, drop }) =>
        (add.includes(account) || drop.includes(account)) &&
        current(account).some((admit) => admit === items[0] || isBefore(admit, item)),
    );
    const grant = of('role.grant').findLast(
      (item) =>
        item.act.type === 'role.grant' &&
        item.act.account === account &&
        removals(account).every((removal) => knows(item, removal)),
    );
    if (carried !== undefined && (grant === undefined || isBefore(grant, carried.item)))
      return carried.add.includes(account) ? 'owner' : 'admin';
    if (items[0]?.certificate?.account === account && items[0].act.type === 'genesis' && grant === undefined)
      return 'owner';
    return grant?.act.type === 'role.grant' ? grant.act.role : arrival(account).role;
  };
  /** [G5] The votes that carried a change of owners, and what is moved since. */
  const countVotes = () => {
    const carried: { item: Item; add: AccountId[]; drop: AccountId[] }[] = [];
    let moved = new Map<string, { add: AccountId[]; drop: AccountId[]; by: AccountId[] }>();
    for (const [at, item] of items.entries()) {
      if (item.act.type !== 'owners.vote') continue;
      const { add, drop } = item.act;
      const before = viewOf(items.slice(0, at));
      const all = before.ownersNow();
      const key = `${add.join()}/${drop.join()}`;
      const voters = [...new Set([...(moved.get(key)?.by ?? []), before.author(item)])];
      const by = voters.filter((it) => all.includes(it));
      // Of those who were to become owners, whoever is still there and may be one.
      const joined = add.filter((it) => {
        const now = before.role(it);
        return now !== undefined && !['guest', 'ai', 'bot'].includes(now);
      });
      const keepsOne = joined.length > 0 || all.some((it) => !drop.includes(it));
      if (by.length * 2 > all.length && keepsOne) {
        carried.push({ item, add: joined, drop: drop.filter((it) => all.includes(it)) });
        moved = new Map();
      } else moved.set(key, { add, drop, by });
    }
    return { carried, moved };
  };
  let counted: ReturnType<typeof countVotes> | undefined;
  const ownership = () => (counted ??= countVotes());
  const ownersNow = (): AccountId[] =>
    [...new Set(admits.map((item) => item.certificate?.account as AccountId))].filter(
      (account) => role(account) === 'owner',
    );
  /** As what somebody is in, and into which channels, by the invite that they came with. */
  const arrival = (
    account: AccountId,
  ): { role: Role; item: Item | undefined; channels: readonly string[] } => {
    const item = current(account)[0];
    const invite = item?.act.type === 'member.admit' && creation('invite.create', toHex(item.act.invite));
    if (invite === false || invite?.act.type !== 'invite.create')
      return { role: 'member', item, channels: [] };
    return { role: invite.act.role, item, channels: invite.act.channels ?? [] };
  };
  /** What was said last, in the order of the fold, of an account in a channel. */
  const admission = (channel: string, account: AccountId): Item | undefined => {
    if (current(account).length === 0) return undefined;
    const { item: arrived, channels } = arrival(account);
    const last = items.findLast((item) => {
      const { act } = item;
      if (item === arrived) {
        const created = creation('channel.create', channel);
        return channels.includes(channel) && created !== undefined && isBefore(created, item);
      }
      const isAbout =
        act.type === 'channel.admit' || act.type === 'channel.dismiss' || act.type === 'channel.lapse';
      if (isAbout) return act.channel === channel && act.account === account;
      return removals(account).includes(item);
    });
    const isIn = last === arrived || last?.act.type === 'channel.admit' || last?.act.type === 'channel.lapse';
    return isIn ? last : undefined;
  };
  /** The role of an account when an act has admitted it, or a device of it. */
  const arrivedAs = (admit: Item): Role | undefined => {
    const { account } = admit.certificate as Certificate;
    return viewOf(items.filter((item) => item === admit || isBefore(item, admit))).role(account);
  };
  const invitedTo = (admit: Item): readonly string[] => {
    const invite = admit.act.type === 'member.admit' && creation('invite.create', toHex(admit.act.invite));
    return invite !== false && invite?.act.type === 'invite.create' ? (invite.act.channels ?? []) : [];
  };
  /** The terms of an admission; of one that lapsed those that it had. */
  const terms = (channel: string, account: AccountId) => {
    const last = admission(channel, account);
    if (last === undefined) return undefined;
    const isLapsed = last.act.type === 'channel.lapse';
    const admit = items.findLast(
      ({ act }) => act.type === 'channel.admit' && act.channel === channel && act.account === account,
    );
    const { item: arrived } = arrival(account);
    const [history, until] =
      admit?.act.type === 'channel.admit' && (arrived === undefined || isBefore(arrived, admit))
        ? [admit.act.history, admit.act.until]
        : [false, 0];
    return { channel, account, history, until, lapsed: isLapsed };
  };
  const mute = (account: AccountId, channel: string | undefined): Item | undefined => {
    const last = items.findLast(
      ({ act }) =>
        (act.type === 'member.mute' || act.type === 'member.unmute') &&
        act.account === account &&
        act.channel === channel,
    );
    return last?.act.type === 'member.mute' ? last : undefined;
  };
  const ban = (account: AccountId): Item | undefined => {
    const last = items.findLast(
      ({ act }) =>
        (act.type === 'member.unban' || (act.type === 'member.remove' && act.ban !== undefined)) &&
        act.account === account,
    );
    return last?.act.type === 'member.remove' ? last : undefined;
  };
  const plugin = (name: string): Item | undefined => {
    const last = items.findLast(
      ({ act }) => (act.type === 'plugin.grant' || act.type === 'plugin.revoke') && act.plugin === name,
    );
    return last?.act.type === 'plugin.grant' ? last : undefined;
  };
  const creation = (type: 'channel.create' | 'invite.create', name: string): Item | undefined =>
    of(type).find(
      ({ act }) => ('channel' in act ? act.channel : 'publicKey' in act ? toHex(act.publicKey) : '') === name,
    );
  const used = (invite: string): number => {
    const joins = of('member.admit').filter(
      ({ act }) => act.type === 'member.admit' && toHex(act.invite) === invite,
    );
    return new Set(joins.map(({ act }) => (act.type === 'member.admit' ? toHex(act.keyPackageHash) : '')))
      .size;
  };
  const isRevoked = (invite: string): boolean => {
    const maker = creation('invite.create', invite);
    const withdrawn = of('invite.revoke').some(
      ({ act }) => 'publicKey' in act && toHex(act.publicKey) === invite,
    );
    return (
      withdrawn ||
      (maker !== undefined &&
        removals(author(maker), maker.entry.log.device).some((removal) => knows(removal, maker)))
    );
  };
  const relays = (): Map<DeviceId, { device: DeviceId; addresses: string[] }> => {
    const listed = new Map<DeviceId, { device: DeviceId; addresses: string[] }>();
    for (const { act } of items) {
      if (act.type === 'relay.list') listed.set(act.device, { device: act.device, addresses: act.addresses });
      if (act.type === 'relay.unlist') listed.delete(act.device);
    }
    return listed;
  };
  return {
    items,
    admits,
    kind,
    owners,
    admitsOf,
    of,
    author,
    accountOf,
    removals,
    current,
    devicesOf,
    generation,
    role,
    creation,
    used,
    isRevoked,
    relays,
    ownership,
    ownersNow,
    terms,
    arrivedAs,
    invitedTo,
    mute,
    ban,
    plugin,
  };
};

export type View = ReturnType<typeof viewOf>;
