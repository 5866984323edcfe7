/** The state in the words of the reference model. */
import type { AccountId, Act } from '../src/index.ts';
import { toHex } from '../src/index.ts';
import { forkIn, nameOf } from './governance-fork-model.ts';
import type { Item, View } from './governance-view.ts';

export const describeView = (view: View): unknown => {
  const {
    admits,
    author,
    ban,
    current,
    devicesOf,
    generation,
    isRevoked,
    kind,
    mute,
    of,
    owners,
    ownership,
    plugin,
    relays,
    role,
    terms,
    used,
  } = view;
  const accounts = [...new Set(admits.map((item) => item.certificate?.account as AccountId))].sort();
  const named = (it: Item | undefined) => it?.entry.id;
  return {
    members: accounts
      .filter((account) => current(account).length > 0)
      .map((account) => ({
        account,
        role: role(account),
        // Of two that came at the same time what is final comes first.
        since: current(account)[0]?.entry.clock,
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
          policies: about('channel.policy')
            .map((it) => ({ from: it.entry.clock, act: named(it) }))
            .sort((a, b) => a.from - b.from),
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
    admissions: [...new Set(of('channel.create').map(({ act }) => (act as { channel: string }).channel))]
      .flatMap((channel) => accounts.flatMap((account) => terms(channel, account) ?? []))
      .map((it) => JSON.stringify(it))
      .sort(),
    muted: [
      ...new Set(
        of('member.mute').flatMap(({ act }) => {
          if (act.type !== 'member.mute' || mute(act.account, act.channel) === undefined) return [];
          return [`${act.account}/${act.channel ?? 'all'}`];
        }),
      ),
    ].sort(),
    banned: accounts.filter((account) => ban(account) !== undefined),
    plugins: [
      ...new Set(of('plugin.grant').map(({ act }) => (act.type === 'plugin.grant' ? act.plugin : ''))),
    ]
      .flatMap((name) => {
        const grant = plugin(name)?.act;
        return grant?.type === 'plugin.grant'
          ? [`${name} ${grant.version} ${grant.capabilities.join()}`]
          : [];
      })
      .sort(),
    forks: [
      ...new Map(of('fork.prove').flatMap(({ act }) => ('log' in act ? [[nameOf(act.log), act.log]] : []))),
    ]
      .map(([name, log]) => {
        const { sequence, named: end } = forkIn(view.items, log) ?? {};
        return `${name}: ${sequence} ${end?.sequence ?? ''} ${end?.id ?? ''}`;
      })
      .sort(),
    motions: [...ownership().moved.entries()]
      .map(([key, { by }]) => `${key}: ${by.toSorted().join()}`)
      .sort(),
    name: named(of('space.describe').at(-1)),
    kind,
    owners,
  };
};
