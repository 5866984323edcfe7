/** How what is wanted is shared out among sources: who answers soonest first, each as much as it can bring. */
import { LIMITS } from '../limits.ts';
import type { FetchBook, Supply } from './fetch-book.ts';
import { isSlowBeside, isThirsty, paceAsked } from './fetch-pace.ts';
import {
  type AskedRange,
  firstFree,
  type LogRange,
  nextAsked,
  sizeOf,
  type WantedLog,
} from './wanted-log.ts';

/** Entries of one log that are asked for at once. */
const RANGE_ENTRIES = 1024;
/** Entries that may wait for what another source was asked for, which lies before them. */
const AHEAD_ENTRIES = LIMITS.heldEntries / 2;
/** How long all else waits for governance and keys, milliseconds: whoever never brings theirs is not to keep others' back. */
const BLOCKING_MS = 2 * LIMITS.fetchPatienceMs;

export const createFetchShare = <Source>(book: FetchBook<Source>) => {
  const { at, blocking, supplies, supplyOf } = book;

  /** Whether another is better: one that kept its word, or of two that did or did not one that answers sooner by far. */
  const isBetter = (other: Source, { pace, source }: Supply<Source>): boolean => {
    const isDistrusted = book.isDistrusted(source);
    if (book.isDistrusted(other) !== isDistrusted) return isDistrusted;
    return isSlowBeside(pace, supplyOf(other).pace);
  };

  /** Whether another has it that is better. */
  const isPassedBy = (supply: Supply<Source>, wanted: WantedLog<Source>, from: number): boolean => {
    for (const [other, { sequence, notBefore }] of wanted.offers)
      if (other !== supply.source && sequence >= from && notBefore === 0 && isBetter(other, supply))
        return true;
    return false;
  };

  const isAskedOfOthers = (wanted: WantedLog<Source>, source: Source): boolean =>
    wanted.asked.some((asked) => asked.source !== source);

  /** Whether a source has something of a log that nobody was asked for. */
  const isFree = ({ source }: Supply<Source>, wanted: WantedLog<Source>): boolean =>
    (wanted.offers.get(source)?.sequence ?? 0) >= firstFree(wanted, book.here(wanted.log));

  /** What to ask of a source of a log now, if anything. */
  const ask = (supply: Supply<Source>, wanted: WantedLog<Source>, now: number): LogRange | undefined => {
    const { source, pace } = supply;
    const offer = wanted.offers.get(source);
    const from = firstFree(wanted, book.here(wanted.log));
    if (offer === undefined || offer.notBefore > 0 || offer.sequence < from) return undefined;
    const isAhead = isAskedOfOthers(wanted, source);
    const room = Math.min(
      RANGE_ENTRIES,
      pace.window - pace.load,
      isAhead ? AHEAD_ENTRIES - at.ahead : RANGE_ENTRIES,
    );
    if (room <= 0 || isPassedBy(supply, wanted, from)) {
      wanted.spared = true;
      return undefined;
    }
    const to = Math.min(offer.sequence, from + room - 1, nextAsked(wanted, from) - 1);
    const { log } = wanted;
    const asked: AskedRange<Source> = {
      log,
      from,
      to,
      source,
      wanted,
      isAhead,
      got: from - 1,
      cameAt: undefined,
    };
    wanted.asked.push(asked);
    supply.asked.add(asked);
    if (isAhead) at.ahead += sizeOf(asked);
    if (wanted.isLasting && !wanted.failed) {
      if (blocking.size === 0) at.blockedSince = now;
      blocking.add(wanted);
    }
    paceAsked(pace, sizeOf(asked), now);
    return { log, from, to };
  };

  /** What is asked of a source, stretch by stretch: rather of logs that no other is asked for. */
  const stretches = function* (
    supply: Supply<Source>,
    queued: Set<WantedLog<Source>>,
    now: number,
  ): Generator<LogRange, undefined> {
    const asking = function* (wanted: WantedLog<Source>): Generator<LogRange, undefined> {
      while (supply.pace.load < supply.pace.window) {
        const range = ask(supply, wanted, now);
        if (range === undefined || range.to === wanted.offers.get(supply.source)?.sequence)
          queued.delete(wanted);
        if (range === undefined) return undefined;
        yield range;
      }
      return undefined;
    };
    const shared: WantedLog<Source>[] = [];
    for (const wanted of queued) {
      if (supply.pace.load >= supply.pace.window) return undefined;
      if (!isAskedOfOthers(wanted, supply.source)) yield* asking(wanted);
      else if (isFree(supply, wanted)) shared.push(wanted);
      else queued.delete(wanted);
    }
    for (const wanted of shared) yield* asking(wanted);
    return undefined;
  };

  /** Asks sources in turn. */
  const share = (tier: 'lasting' | 'others', now: number, requests: Map<Source, LogRange[]>): void => {
    let able = [...supplies.values()]
      .filter((supply) => supply[tier].size > 0 && (isThirsty(supply.pace) || requests.has(supply.source)))
      .sort((a, b) => (a.pace.answerMs ?? 0) - (b.pace.answerMs ?? 0))
      .map((supply) => ({ source: supply.source, ranges: stretches(supply, supply[tier], now) }));
    while (able.length > 0)
      able = able.filter(({ source, ranges }) => {
        const next = ranges.next();
        if (next.done === true) return false;
        const asked = requests.get(source) ?? [];
        requests.set(source, asked);
        asked.push(next.value);
        return true;
      });
  };

  /** What to ask of whom now. */
  return (now: number): Map<Source, LogRange[]> => {
    const requests = new Map<Source, LogRange[]>();
    share('lasting', now, requests);
    if (blocking.size === 0 || now - at.blockedSince >= BLOCKING_MS) share('others', now, requests);
    return requests;
  };
};
