/**
 * [N5] Channel by channel: what this device wrote and where it is stored, what is missing here and who should have it. Logs are
 * looked at when something about them changed, and as long as something about them is open: others cost nothing.
 */
import type { ChannelSync, Holder } from '@plexi/operations';
import {
  branchOf,
  type ChannelId,
  cutoffOf,
  type DeviceId,
  type LogId,
  type LogState,
} from '@plexi/protocol';
import { ownLog } from '../space/context.ts';
import type { Self } from '../space/self.ts';
import type { Space } from '../space/space.ts';

export interface Whereabouts {
  /** Entries of this device that are on no relay; where none is listed, on no other device. */
  pending(): number;
  /** Channels where something is pending or missing, those where most is first. */
  unsettled(unreadable: ReadonlyMap<ChannelId, number>): ChannelSync[];
  of(channel: ChannelId, unreadable: number): ChannelSync;
}

interface LogStanding {
  pending: number;
  lacking: number;
}

export interface WhereaboutsDependencies {
  space: Pick<Space, 'replica' | 'receipts' | 'words'>;
  self: Self;
  isConnected: (device: DeviceId) => boolean;
}

const LISTED = 100;

export const createWhereabouts = ({ space, self, isConnected }: WhereaboutsDependencies): Whereabouts => {
  const { replica, receipts, words } = space;
  const { frontier } = replica;
  const changed = new Set<LogState>(frontier.all());
  const open = new Map<LogState, LogStanding>();
  let isGoverned = false;

  /** Who is a holder at all: relays that are listed, devices that are in. */
  const holderOf = (device: DeviceId): Holder | undefined => {
    const state = replica.governance()?.state;
    const relay = state?.relays[device];
    const account = state?.devices[device];
    if (state === undefined || device === self.device) return undefined;
    const connected = isConnected(device);
    if (relay !== undefined) return { device, kind: 'relay', name: relay.addresses[0] ?? '', connected };
    if (account === undefined) return undefined;
    return {
      device,
      kind: account === self.account ? 'own' : 'member',
      name: words.account(account),
      connected,
    };
  };

  const heldBy = (logId: LogId): { holder: Holder; sequence: number }[] =>
    receipts.of(logId).flatMap(({ receipt }) => {
      const holder = holderOf(receipt.holder);
      return holder === undefined ? [] : [{ holder, sequence: receipt.sequence }];
    });

  const hasRelays = (): boolean => Object.keys(replica.governance()?.state.relays ?? {}).length > 0;

  const pendingOf = ({ log, logId, visible }: LogState): number => {
    if (log.device !== self.device) return 0;
    const counts = hasRelays() ? ['relay'] : ['member', 'own'];
    const held = heldBy(logId).flatMap(({ holder, sequence }) =>
      counts.includes(holder.kind) ? sequence : [],
    );
    return Math.max(0, visible.sequence - Math.max(0, ...held));
  };

  /** By the word of those who hold more, of a removal that says how far a log counts, or of the branch that was named. */
  const lackingOf = ({ log, logId, tip }: LogState): number => {
    const governance = replica.governance();
    if (governance === undefined) return 0;
    const end = cutoffOf(governance, log);
    const said = receipts.of(logId).map(({ receipt }) => receipt.sequence);
    const known = Math.max(0, end ?? 0, branchOf(governance, log)?.sequence ?? 0, ...said);
    return Math.max(0, Math.min(known, end ?? Infinity) - tip.sequence);
  };

  replica.onAdvance((state) => changed.add(state));
  receipts.onNews((logId) => {
    const state = frontier.byId(logId);
    if (state !== undefined) changed.add(state);
  });
  // A removal may end any log, and who is a holder may be different.
  replica.onGovernance(() => {
    isGoverned = true;
  });

  const look = (): void => {
    if (isGoverned) for (const state of frontier.all()) changed.add(state);
    isGoverned = false;
    for (const state of changed) {
      const standing = { pending: pendingOf(state), lacking: lackingOf(state) };
      if (standing.pending > 0 || standing.lacking > 0) open.set(state, standing);
      else open.delete(state);
    }
    changed.clear();
  };

  const kindOf = (channel: ChannelId): ChannelSync['kind'] => {
    const { governance, keys, mail } = replica.channels;
    if (channel === governance) return 'decisions';
    if (channel === keys) return 'keys';
    return channel === mail ? 'letters' : 'channel';
  };

  /** Whoever signed to hold what is beyond a place, and whoever wrote it. */
  const sourcesOf = (state: LogState, beyond: number): ChannelSync['sources'] => {
    const signed = heldBy(state.logId).filter(({ sequence }) => sequence > beyond);
    const author = holderOf(state.log.device);
    return [
      ...signed.map(({ holder }) => ({ ...holder, because: 'signed' as const })),
      ...(author === undefined ? [] : [{ ...author, because: 'wrote' as const }]),
    ];
  };

  const withoutWords = (): { state: LogState; places: number[] }[] =>
    replica.missing.size === 0
      ? []
      : [...replica.missing.list()].flatMap(([logId, places]) => {
          const state = frontier.byId(logId);
          return state === undefined ? [] : [{ state, places }];
        });

  const describe = (
    channel: ChannelId,
    unreadable: number,
    wordless: ReturnType<typeof withoutWords>,
  ): ChannelSync => {
    const logs = [...open].filter(([{ log }]) => log.channel === channel);
    const bodies = wordless.filter(({ state }) => state.log.channel === channel);
    const log = ownLog({ replica, self }, channel);
    const own = log && frontier.get(log);
    const sources = new Map<string, ChannelSync['sources'][number]>();
    const wanted = [
      ...logs.flatMap(([state, { lacking }]) => (lacking > 0 ? sourcesOf(state, state.tip.sequence) : [])),
      ...bodies.flatMap(({ state, places }) => sourcesOf(state, (places[0] ?? 1) - 1)),
    ];
    for (const source of wanted) if (!sources.has(source.device)) sources.set(source.device, source);
    const kind = kindOf(channel);
    return {
      channel,
      kind,
      name: kind === 'channel' ? words.channel(channel) : '',
      mine: own?.visible.sequence ?? 0,
      pending: logs.reduce((sum, [, { pending }]) => sum + pending, 0),
      stored:
        own === undefined
          ? []
          : heldBy(own.logId).map(({ holder, sequence }) => ({
              ...holder,
              entries: Math.min(sequence, own.visible.sequence),
            })),
      lacking: logs.reduce((sum, [, { lacking }]) => sum + lacking, 0),
      missing: bodies.reduce((sum, { places }) => sum + places.length, 0),
      unreadable,
      sources: [...sources.values()].sort((a, b) => Number(b.connected) - Number(a.connected)),
    };
  };

  const weight = (it: ChannelSync): number => it.pending + it.lacking + it.missing + it.unreadable;

  return {
    pending: () => {
      look();
      return [...open.values()].reduce((sum, { pending }) => sum + pending, 0);
    },
    unsettled: (unreadable) => {
      look();
      const wordless = withoutWords();
      const channels = new Set([
        ...[...open.keys()].map(({ log }) => log.channel),
        ...wordless.map(({ state }) => state.log.channel),
        ...unreadable.keys(),
      ]);
      return [...channels]
        .map((channel) => describe(channel, unreadable.get(channel) ?? 0, wordless))
        .sort((a, b) => weight(b) - weight(a))
        .slice(0, LISTED);
    },
    of: (channel, unreadable) => {
      look();
      return describe(channel, unreadable, withoutWords());
    },
  };
};
