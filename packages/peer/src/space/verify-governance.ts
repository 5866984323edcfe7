/**
 * Checks a space's decisions anew, from what is stored: that every entry is its device's own and follows the one before it [L1],
 * and that folding all of them gives the state that is in use [G1].
 */
import {
  type ChainTip,
  type Entry,
  type EntryId,
  equalBytes,
  foldGovernance,
  type Governance,
  type GovernanceEntry,
  idToBytes,
  judgeRun,
  LIMITS,
  type LogState,
  type Primitives,
  plexiError,
  readEntry,
  saveGovernance,
  ZERO_HLC,
  ZERO_ID,
} from '@plexi/protocol';
import { governanceEntryOf, withHeads } from '../replica/load.ts';
import type { Replica } from '../replica/replica.ts';

export interface Verification {
  sound: boolean;
  entries: number;
  logs: number;
  counting: number;
  fingerprint: string;
  /** Decisions that build on others which are not here yet. */
  waiting: number;
  problems: { entry?: string; problem: string }[];
}

export interface VerifyDependencies {
  primitives: Primitives;
  replica: Replica;
  /** Milliseconds since 1970. */
  now: () => number;
}

type LogEnd = Pick<LogState, 'log' | 'tip'>;

const NOTHING = new Uint8Array();
const PAGE_BYTES = 1024 * 1024;

const readWhole = async ({ primitives, replica }: VerifyDependencies, state: LogEnd): Promise<Entry[]> => {
  const entries: Entry[] = [];
  while (entries.length < state.tip.sequence) {
    const raws = await replica.read(state.log, entries.length + 1, PAGE_BYTES);
    if (raws.length === 0) break;
    entries.push(...raws.map((raw) => readEntry(primitives, raw)));
  }
  return entries.slice(0, state.tip.sequence);
};

/** What is in use and what it is made of, of one moment: more may come while it is checked. */
const snapshot = (replica: Replica): Promise<{ current: Governance | undefined; states: LogEnd[] }> =>
  replica.run(async () => ({
    current: replica.governance(),
    states: [...replica.frontier.all()]
      .filter(({ log }) => log.channel === replica.channels.governance)
      .map(({ log, tip }) => ({ log, tip })),
  }));

/** Throws NOT_A_MEMBER where there is no governance yet. */
export const verifyGovernance = async (dependencies: VerifyDependencies): Promise<Verification> => {
  const { primitives, replica, now } = dependencies;
  const { current, states } = await snapshot(replica);
  if (current === undefined) throw plexiError('NOT_A_MEMBER');
  const problems: Verification['problems'] = [];
  const acts: GovernanceEntry[] = [];
  let logs = 0;
  for (const state of states) {
    logs++;
    const entries = await readWhole(dependencies, state);
    if (entries.length < state.tip.sequence) problems.push({ problem: 'a log has a gap' });
    const from: ChainTip = { sequence: 0, id: ZERO_ID as EntryId, clock: ZERO_HLC };
    for (let tip = from, at = 0; at < entries.length; at += LIMITS.batchEntries) {
      const batch = entries.slice(at, at + LIMITS.batchEntries);
      const verdict = judgeRun(primitives, tip, batch, idToBytes(state.log.device), now());
      const last = verdict.accepted.at(-1);
      if (verdict.accepted.length < batch.length) {
        const entry = batch[verdict.accepted.length]?.id;
        problems.push({
          ...(entry === undefined ? {} : { entry }),
          problem: 'not signed, or not in its place',
        });
        break;
      }
      if (last !== undefined) tip = { sequence: last.parsed.sequence, id: last.id, clock: last.parsed.clock };
    }
    acts.push(...withHeads([], entries).map((entry) => governanceEntryOf(state.log, entry)));
  }
  const { byId, waiting } = current.record.graph;
  acts.push(...(await replica.actsBeside(acts)).filter(({ id }) => byId.has(id) || waiting.has(id)));
  const { projectGovernance } = await import('@plexi/protocol/governance-document');
  const anew = foldGovernance(primitives, replica.space, acts);
  const [heads, known] = [anew, current].map((governance) => projectGovernance(governance).heads.join(' '));
  const [final = NOTHING, inUse = NOTHING] = [anew, current].map(saveGovernance);
  if (heads !== known || !equalBytes(final, inUse)) {
    problems.push({ problem: 'the state in use is not what follows from the decisions' });
    // It may have come from what was saved.
    await replica.forgetSaved();
  }
  return {
    sound: problems.length === 0,
    entries: acts.length,
    logs,
    counting: anew.accepted.length,
    fingerprint: heads ?? '',
    waiting: anew.waiting.size,
    problems,
  };
};
