/** Which logs count and how far: what relays and readers ask governance about every entry. */
import type { Hlc } from '../clock.ts';
import { type LogRef, logKey, membershipOf, voiceOf } from '../entry/log.ts';
import type { AccountId, ChannelId, DeviceId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import { listedEnd, type Taking, takesDevice } from './cutoff.ts';
import { type Graph, isInPastOf, type Node } from './graph.ts';
import { generationAt } from './judge.ts';
import type { Judgement } from './judgement.ts';
import { isScoped } from './role.ts';
import type { GovernanceState } from './state.ts';
import { endOfVoice, listVoices, type Voice } from './voice.ts';

/** One membership of one device. */
interface Standing {
  account: AccountId;
  generation: number;
  /** The acts that began it: several where members acted on one join request at the same time. */
  admissions: Node[];
  /** The removals that ended it; none while it lasts. */
  endings: Taking[];
  /** Whether it counts only in channels that admit it [K6]. */
  isScoped: boolean;
}

/** What seemed to begin a membership and does not count, because of another act. */
interface VoidMembership {
  account: AccountId;
  generation: number;
  /** When the last act was written that voids it, or what it could rest on. */
  since: Hlc;
}

export interface Standings {
  /** Per device, its memberships. */
  devices: ReadonlyMap<DeviceId, readonly Standing[]>;
  voices: ReadonlyMap<AccountId, Voice>;
  /** By device, the latest last: what these wrote was taken while it seemed to count. */
  void: ReadonlyMap<DeviceId, readonly VoidMembership[]>;
}

/** The removals that ended what `admission` began: those after it that come after no other of them. */
const endingsOf = (
  takings: readonly Taking[],
  admission: Accepted,
  account: AccountId,
  device: DeviceId,
): Taking[] => {
  const later = takings.filter(
    (taking) => takesDevice(taking, account, device) && isInPastOf(admission.node.index, taking.node),
  );
  return later.filter((taking) => !later.some((other) => isInPastOf(other.node.index, taking.node)));
};

/** Whether somebody came as a scoped member and was made no other since. */
const isScopedFrom = (judgement: Judgement, { node, arrivedAs }: Accepted, account: AccountId): boolean =>
  arrivedAs !== undefined &&
  isScoped(arrivedAs) &&
  !judgement.accepted.some(
    ({ node: other, ruling: { act } }) =>
      act.type === 'role.grant' && act.account === account && isInPastOf(node.index, other),
  );

const listVoid = (
  { byId, nodes }: Pick<Graph, 'byId' | 'nodes'>,
  judgement: Judgement,
  counting: Standings['devices'],
): Standings['void'] => {
  const found = new Map<DeviceId, VoidMembership[]>();
  for (const node of nodes) {
    const { certificate } = node.content;
    if (certificate === undefined || !judgement.voided.has(node.entry.id)) continue;
    const { account, device } = certificate;
    const generation = generationAt(judgement, node, device);
    if (counting.get(device)?.some((it) => it.generation === generation) === true) continue;
    const clocks = [...judgement.voidedBy].flatMap(([id, by]) => {
      const other = byId.get(id);
      const isBehind = other !== undefined && (other === node || isInPastOf(other.index, node));
      return isBehind ? (byId.get(by)?.entry.clock ?? []) : [];
    });
    if (clocks.length === 0) continue;
    const since = Math.max(...clocks) as Hlc;
    found.set(device, [...(found.get(device) ?? []), { account, generation, since }]);
  }
  for (const list of found.values())
    list.sort((a, b) => a.since - b.since || (a.account < b.account ? -1 : 1));
  return found;
};

/** Lists the memberships that all accepted admissions began, and those that began in vain. */
export const listStandings = (
  graph: Pick<Graph, 'byId' | 'nodes'>,
  judgement: Judgement,
  takings: readonly Taking[],
): Standings => {
  const byAccount = Map.groupBy(takings, (taking) => taking.account);
  const standings = new Map<DeviceId, Standing[]>();
  for (const admission of judgement.accepted) {
    const { certificate, generation } = admission.ruling;
    if (certificate === undefined) continue;
    const { account, device } = certificate;
    const ofDevice = standings.get(device) ?? [];
    standings.set(device, ofDevice);
    const same = ofDevice.find((other) => other.generation === generation);
    // Any removal that both leave standing knows of both, so the endings are the same.
    if (same !== undefined) same.admissions.push(admission.node);
    else {
      const endings = endingsOf(byAccount.get(account) ?? [], admission, account, device);
      const isScopedOne = isScopedFrom(judgement, admission, account);
      ofDevice.push({ account, generation, admissions: [admission.node], endings, isScoped: isScopedOne });
    }
  }
  const voices = listVoices(judgement, takings);
  return { devices: standings, voices, void: listVoid(graph, judgement, standings) };
};

/** [G4] A governance cutoff is never below what the removal's author knew. */
const knownEnd = (graph: Graph, taking: Taking, log: LogRef): number => {
  const key = logKey(log);
  let end = 0;
  for (const node of graph.nodes) {
    if (logKey(node.entry.log) === key && isInPastOf(node.index, taking.node))
      end = Math.max(end, node.entry.sequence);
  }
  return end;
};

/** Whether a channel ever admitted a scoped member during that membership. */
const wasAdmitted = (standing: Standing, voice: Voice | undefined, channel: ChannelId): boolean =>
  (voice?.admissions.get(channel) ?? []).some(
    (node) =>
      standing.admissions.some((began) => began === node || isInPastOf(began.index, node)) &&
      !standing.endings.some((ending) => isInPastOf(ending.node.index, node)),
  );

/** The last sequence number of a log that counts: infinite while it goes on, `undefined` for a log that never counted. */
export const endOfLog = (
  graph: Graph,
  { devices, voices, void: inVain }: Standings,
  forks: GovernanceState['forks'],
  log: LogRef,
): number | undefined => {
  const standing = devices
    .get(log.device)
    ?.find(({ generation }) => generation === membershipOf(log.generation));
  if (standing === undefined) {
    const isVoid = inVain.get(log.device)?.some((it) => it.generation === membershipOf(log.generation));
    return isVoid === true ? 0 : undefined;
  }
  let end = Infinity;
  for (const taking of standing.endings) {
    const listed = listedEnd(taking, log);
    end = Math.min(
      end,
      log.channel === graph.channel ? Math.max(listed, knownEnd(graph, taking, log)) : listed,
    );
  }
  if (graph.reserved.has(log.channel)) return voiceOf(log.generation) === 0 ? end : undefined;
  const voice = voices.get(standing.account);
  if (standing.isScoped && !wasAdmitted(standing, voice, log.channel)) return undefined;
  const voiceEnd = endOfVoice(voice, log);
  return voiceEnd && Math.min(end, voiceEnd, forks[logKey(log)]?.named?.sequence ?? Infinity);
};
