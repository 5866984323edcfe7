/** [L2] Two histories of one log, by the rules alone: the part of the reference model that reads proofs and says what they do. */
import {
  type Act,
  concatBytes,
  decodeHeader,
  type EntryId,
  type GovernanceEntry,
  idFromBytes,
  idToBytes,
  type LogRef,
  logIdOf,
  spaceIdOf,
  utf8,
} from '../src/index.ts';
import { primitives } from './founding.ts';
import type { Item } from './governance-view.ts';

export const nameOf = (log: LogRef): string => `${log.channel}/${log.device}/${log.generation}`;

/** The place for which a proof shows two headers. */
export const placeShown = (act: Act, genesis: GovernanceEntry | undefined): number | undefined => {
  if (act.type !== 'fork.prove' || genesis === undefined) return undefined;
  const { log } = act;
  const logId = logIdOf(primitives, spaceIdOf(primitives, genesis.body), log);
  const chains = act.branches.map((branch) =>
    branch.map(([header, signature]) => ({
      ...decodeHeader(header),
      id: idFromBytes<EntryId>(primitives.sha256(header)),
      holds: primitives.verify(
        signature,
        concatBytes(utf8('plexi/entry/1\0'), header),
        idToBytes(log.device),
      ),
    })),
  );
  const areSound = chains.every(
    (chain) =>
      chain.at(-1)?.holds === true &&
      chain.every((it) => it.logId === logId) &&
      chain.every((it, i) => i === 0 || it.previous === chain[i - 1]?.id) &&
      chain.every((it, i) => it.sequence === (chain[0]?.sequence ?? 0) + i),
  );
  const [one, other] = chains.map((chain) => chain[0]);
  const isFork = one?.sequence === other?.sequence && one?.id !== other?.id;
  return areSound && isFork ? one?.sequence : undefined;
};

/** What accepted acts say of a log: the first place that was proved, and the smallest of the ends that were named. */
export const forkIn = (
  accepted: readonly Item[],
  log: LogRef,
): { sequence: number; named: { sequence: number; id: EntryId } | undefined } | undefined => {
  const about = accepted.filter(({ act }) => 'log' in act && nameOf(act.log) === nameOf(log));
  const places = about.flatMap(({ place }) => place ?? []);
  if (places.length === 0) return undefined;
  const ends = about.flatMap(({ act }) =>
    act.type === 'fork.settle' ? [{ sequence: act.sequence, id: act.id }] : [],
  );
  const [named] = ends.sort((a, b) => a.sequence - b.sequence || (a.id < b.id ? -1 : 1));
  return { sequence: Math.min(...places), named };
};

/** The first place at which a governance log has two entries, here or by a proof, whatever became of who entered it. */
export const firstFork = (
  entries: readonly GovernanceEntry[],
  items: readonly Item[],
  log: LogRef,
): number => {
  const own = entries.filter((entry) => nameOf(entry.log) === nameOf(log));
  const twice = own.filter((a) => own.some((b) => b.id !== a.id && b.sequence === a.sequence));
  const shown = items.filter(({ act }) => act.type === 'fork.prove' && nameOf(act.log) === nameOf(log));
  return Math.min(
    Infinity,
    ...twice.map(({ sequence }) => sequence),
    ...shown.flatMap(({ place }) => place ?? []),
  );
};
