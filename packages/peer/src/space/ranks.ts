/**
 * [C1] [G2] [G4] With which rank something was written, by the governance that its author knew and what was taken since: the same on
 * every device, whatever came there first.
 */
import {
  accountOf,
  type EntryId,
  type Governance,
  isInCharge,
  type LogRef,
  logKey,
  type Role,
  rankBehind,
  type Written,
} from '@plexi/protocol';
import type { StoredAnnotation } from '@plexi/storage';
import type { Replica } from '../replica/replica.ts';

/** The rank with which something was written. */
export type RankOf = (written: Written) => Role | undefined;

/** Says it by the governance that is here at the time, and works out each once for that. */
export const createRanks = (replica: { governance(): Governance | undefined }): RankOf => {
  let of: Governance | undefined;
  let known = new Map<string, Role | undefined>();
  return (written) => {
    const governance = replica.governance();
    if (governance === undefined) return undefined;
    if (governance !== of) known = new Map();
    of = governance;
    const { log, sequence, heads } = written;
    const key = `${logKey(log)}/${sequence}/${heads.join()}`;
    if (!known.has(key)) known.set(key, rankBehind(governance, written));
    return known.get(key);
  };
};

/** Heads that are remembered of entries which say that something is to be hidden. */
const HEADS_KEPT = 1000;

/** Says of rows which of them somebody in charge wrote. */
export const createCharge = (replica: Replica) => {
  const rankOf = createRanks(replica);
  const cited = new Map<EntryId, readonly EntryId[]>();

  const headsOf = async ({ entry, logId, sequence }: StoredAnnotation): Promise<readonly EntryId[]> => {
    const known = cited.get(entry);
    const log = replica.frontier.byId(logId)?.log;
    if (known !== undefined || log === undefined) return known ?? [];
    const heads = await replica.headsAt(log, sequence);
    if (cited.size >= HEADS_KEPT) cited.clear();
    cited.set(entry, heads);
    return heads;
  };

  /** Of what came ahead of what is before it, nobody can tell yet what its author knew. */
  const rankNow = ({ device, generation }: LogRef): Role | undefined => {
    const governance = replica.governance();
    const account = governance && accountOf(governance, device, generation);
    return account && governance.state.members[account]?.role;
  };

  return async (rows: readonly StoredAnnotation[]): Promise<ReadonlySet<EntryId>> => {
    const inCharge = new Set<EntryId>();
    for (const row of rows) {
      const { entry, logId, sequence } = row;
      const { log, tip } = replica.frontier.byId(logId) ?? {};
      if (log === undefined || tip === undefined) continue;
      const role =
        sequence > tip.sequence ? rankNow(log) : rankOf({ log, sequence, heads: await headsOf(row) });
      if (isInCharge(role)) inCharge.add(entry);
    }
    return inCharge;
  };
};
