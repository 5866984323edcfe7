/** Which logs count and how far: what relays and readers ask governance about every entry. */
import { type LogRef, logKey } from '../entry/log.ts';
import type { AccountId, ChannelId, DeviceId } from '../ids.ts';
import { listedEnd, type Taking, takesDevice } from './cutoff.ts';
import { type Graph, isInPastOf, type Node } from './graph.ts';
import type { Accepted, Judgement } from './judge.ts';

/** One membership of one device. */
interface Standing {
  account: AccountId;
  generation: number;
  /** The acts that began it: several where members acted on one join request at the same time. */
  admissions: Node[];
  /** The removals that ended it; none while it lasts. */
  endings: Taking[];
}

/** Per device, its memberships. */
export type Standings = ReadonlyMap<DeviceId, readonly Standing[]>;

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

/** Lists the memberships that all accepted admissions began. */
export const listStandings = (judgement: Judgement, takings: readonly Taking[]): Standings => {
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
      ofDevice.push({ account, generation, admissions: [admission.node], endings });
    }
  }
  return standings;
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

/** The last sequence number of a log that counts: infinite while it goes on, `undefined` for a log that never counted. */
export const endOfLog = (
  graph: Graph,
  standings: Standings,
  governanceChannel: ChannelId,
  log: LogRef,
): number | undefined => {
  const standing = standings.get(log.device)?.find((it) => it.generation === log.generation);
  if (standing === undefined) return undefined;
  let end = Infinity;
  for (const taking of standing.endings) {
    const listed = listedEnd(taking, log);
    end = Math.min(
      end,
      log.channel === governanceChannel ? Math.max(listed, knownEnd(graph, taking, log)) : listed,
    );
  }
  return end;
};
