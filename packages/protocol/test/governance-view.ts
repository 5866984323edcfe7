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
}

export type Role = 'owner' | 'admin' | 'member';

export const byFold = (a: Item, b: Item): number =>
  a.entry.clock - b.entry.clock || (a.entry.id < b.entry.id ? -1 : 1);

export const knows = (item: Item, other: Item): boolean => item.past.has(other.entry.id);

/** What a set of accepted acts says, each answer by its definition. */
export const viewOf = (accepted: readonly Item[]) => {
  const items = accepted.toSorted(byFold);
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
    if (kind === 'direct' || of('genesis')[0]?.certificate?.account === account) return 'owner';
    const grant = of('role.grant').findLast(
      (item) =>
        item.act.type === 'role.grant' &&
        item.act.account === account &&
        removals(account).every((removal) => knows(item, removal)),
    );
    return grant?.act.type === 'role.grant' ? grant.act.role : 'member';
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
  const describe = (): unknown => {
    const accounts = [...new Set(admits.map((item) => item.certificate?.account as AccountId))].sort();
    const named = (it: Item | undefined) => it?.entry.id;
    return {
      members: accounts
        .filter((account) => current(account).length > 0)
        .map((account) => ({
          account,
          role: role(account),
          since: Math.min(...current(account).map((item) => item.entry.clock)),
          devices: [
            ...new Set(devicesOf(account).map((it) => `${it.certificate?.device}/${generation(it)}`)),
          ].sort(),
          profile: named(of('profile.describe').findLast((item) => author(item) === account)),
        })),
      former: accounts.filter((account) => current(account).length === 0),
      channels: of('channel.create')
        .filter(
          (item, i, all) =>
            all.findIndex(
              (other) =>
                (other.act as { channel: string }).channel === (item.act as { channel: string }).channel,
            ) === i,
        )
        .map((item) => {
          const { channel } = item.act as { channel: string };
          const about = (type: Act['type']): Item[] =>
            of(type).filter(({ act }) => 'channel' in act && act.channel === channel);
          return {
            id: channel,
            createdBy: author(item),
            words: named(about('channel.describe').at(-1) ?? item),
            archived: about('channel.archive').length > 0,
            retention: about('channel.retain')
              .map(({ act, entry }) => ({ from: entry.clock, ms: (act as { ms: number }).ms }))
              .sort((a, b) => a.from - b.from),
          };
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      relays: [...relays().values()].sort((a, b) => (a.device < b.device ? -1 : 1)),
      invites: [
        ...new Set(of('invite.create').map(({ act }) => ('publicKey' in act ? toHex(act.publicKey) : ''))),
      ]
        .map((key) => ({ key, used: used(key), revoked: isRevoked(key) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
      name: named(of('space.describe').at(-1)),
      kind,
      owners,
    };
  };
  return {
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
    describe,
  };
};

export type View = ReturnType<typeof viewOf>;
