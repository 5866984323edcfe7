/**
 * [K6] Who may read what, now and for somebody who knew less: the members whose devices are in the space's key group, and scoped
 * ones with the channels that admit them. A key group asks it of every epoch.
 */
import type { AccountId, ChannelId, DeviceId, EntryId } from '../ids.ts';
import { applyChanges, type Change } from './change.ts';
import { changesBy } from './changes.ts';
import { type Governance, isScopedDevice } from './governance.ts';
import { isInPastOf, type Node } from './graph.ts';
import { isScoped } from './role.ts';
import { type Admission, emptyState } from './state.ts';

/** A scoped member's device. */
interface ScopedDevice {
  device: DeviceId;
  boxKey: Uint8Array;
}

export interface Reading {
  /** Scoped devices. */
  scoped: readonly ScopedDevice[];
  /** Of them those whom a channel admits, and whether to what was there before. */
  readers: ReadonlyMap<ChannelId, readonly (ScopedDevice & { history: boolean })[]>;
  /** All that ever admitted somebody. */
  channels(): ChannelId[];
  isScoped(device: DeviceId): boolean;
  /** Whether a device was a member's and no scoped one, for somebody who knew of `heads` and no more. */
  wasFull(device: DeviceId, heads: readonly EntryId[]): boolean;
  /**
   * Whether a channel admitted the account of a scoped device, for somebody who knew of `heads` and no more: the device may be a
   * later one.
   */
  wasReader(channel: ChannelId, device: DeviceId, heads: readonly EntryId[]): boolean;
  /** Whether a scoped device stopped reading a channel in a way that `heads` do not know of. */
  hasLeavers(channel: ChannelId, heads: readonly EntryId[]): boolean;
  /** Whether some device is out that was scoped, or that was in the key group, in a way that `heads` do not know of. */
  hasLost(kind: 'scoped' | 'full', heads: readonly EntryId[]): boolean;
}

/** What happened to an account in a channel, in the order of the fold. */
interface Turn {
  node: Node;
  account: AccountId;
  admits: boolean;
}

/** A device of an account was put out. */
interface Loss {
  node: Node;
  account: AccountId;
}

interface Record {
  turns: Map<ChannelId, Turn[]>;
  /** Acts that made a scoped account a member like others. */
  promotions: Map<AccountId, Node[]>;
  /** Whether a device came as a scoped one, by the act that admitted it. */
  arrivals: Map<Node, boolean>;
}

const noteChange = (record: Record, node: Node, { path: [kind, key = '', field], value }: Change): void => {
  if (kind !== 'admissions') return;
  const [channel, account] = key.split('/') as [ChannelId, AccountId];
  const turns = record.turns.get(channel) ?? [];
  record.turns.set(channel, turns);
  turns.push({ node, account, admits: value !== undefined && field === undefined });
};

/** Folds the accepted acts once more, and notes what each did to somebody's reading. */
const recordOf = (governance: Governance): Record => {
  const record: Record = {
    turns: new Map(),
    promotions: new Map(),
    arrivals: new Map(),
  };
  const state = emptyState();
  for (const { node, ruling, arrivedAs } of governance.record.settlement.judgement.accepted) {
    const changes = changesBy(state, ruling);
    for (const change of changes) noteChange(record, node, change);
    if (arrivedAs !== undefined) record.arrivals.set(node, isScoped(arrivedAs));
    if (ruling.act.type === 'role.grant') {
      const { account } = ruling.act;
      record.promotions.set(account, [...(record.promotions.get(account) ?? []), node]);
    }
    applyChanges(state, changes);
  }
  return record;
};

/** Says so for one state of governance; what it costs is done at the first question. */
export const readingOf = (governance: Governance): Reading => {
  const { graph, standings } = governance.record;
  const { state } = governance;
  let made: Record | undefined;
  const record = (): Record => (made ??= recordOf(governance));
  /** Without it there is nothing to note, which is most spaces. */
  const hadScoped = standings.voices.size > 0;

  let listed: { scoped: Loss[]; full: Loss[] } | undefined;
  const lost = (): { scoped: Loss[]; full: Loss[] } => {
    if (listed !== undefined) return listed;
    listed = { scoped: [], full: [] };
    for (const { account, endings, isScoped: wasScoped } of [...standings.devices.values()].flat())
      for (const { node } of endings) listed[wasScoped ? 'scoped' : 'full'].push({ node, account });
    return listed;
  };

  const knownAt = (heads: readonly EntryId[]): ((node: Node) => boolean) => {
    const known = heads.flatMap((head) => graph.byId.get(head) ?? []);
    return (node) => known.some((head) => head === node || isInPastOf(node.index, head));
  };

  /** What a device was for whoever knew so much. */
  const standingAt = (
    device: DeviceId,
    isKnown: (node: Node) => boolean,
  ): { account: AccountId; scoped: boolean } | undefined => {
    const standing = standings.devices
      .get(device)
      ?.find((it) => it.admissions.some(isKnown) && !it.endings.some((taking) => isKnown(taking.node)));
    if (standing === undefined) return undefined;
    const { account, admissions } = standing;
    if (!hadScoped) return { account, scoped: false };
    const promotions = record().promotions.get(account) ?? [];
    const came = admissions.find(isKnown) as Node;
    const isPromoted = promotions.some((node) => isKnown(node) && isInPastOf(came.index, node));
    return { account, scoped: record().arrivals.get(came) === true && !isPromoted };
  };

  const scoped = Object.values(state.members)
    .filter(({ role }) => isScoped(role))
    .flatMap(({ devices }) => Object.values(devices))
    .map(({ certificate }): ScopedDevice => ({ device: certificate.device, boxKey: certificate.boxKey }));

  const devicesOf = ({ account }: Admission): ScopedDevice[] =>
    scoped.filter(({ device }) => state.devices[device] === account);

  const readers = new Map<ChannelId, (ScopedDevice & { history: boolean })[]>();
  for (const admission of Object.values(state.admissions)) {
    if (admission.lapsed) continue;
    const { channel, history } = admission;
    const those = devicesOf(admission).map((one) => ({ ...one, history }));
    if (those.length > 0) readers.set(channel, [...(readers.get(channel) ?? []), ...those]);
  }

  return {
    scoped,
    readers,
    channels: () => (hadScoped ? [...record().turns.keys()] : []),
    isScoped: (device) => isScopedDevice(governance, device),
    wasFull: (device, heads) => standingAt(device, knownAt(heads))?.scoped === false,
    wasReader: (channel, device, heads) => {
      const account = state.devices[device];
      const turns = hadScoped ? record().turns.get(channel) : undefined;
      if (account === undefined || turns === undefined) return false;
      const isKnown = knownAt(heads);
      return turns.findLast((turn) => turn.account === account && isKnown(turn.node))?.admits === true;
    },
    hasLeavers: (channel, heads) => {
      const turns = hadScoped ? record().turns.get(channel) : undefined;
      if (turns === undefined) return false;
      const isKnown = knownAt(heads);
      const wasIn = (account: AccountId): boolean => turns.some((turn) => turn.account === account);
      return (
        turns.some(({ node, admits }) => !admits && !isKnown(node)) ||
        lost().scoped.some(({ node, account }) => wasIn(account) && !isKnown(node))
      );
    },
    hasLost: (kind, heads) => {
      const isKnown = knownAt(heads);
      return lost()[kind].some(({ node }) => !isKnown(node));
    },
  };
};
