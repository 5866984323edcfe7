/**
 * What a fetch plan knows: which logs others have more of than is here, and which sources can be asked for what. Each log is looked
 * at only when something about it changed.
 */
import { type LogRef, logKey } from '../entry/log.ts';
import { createPace, type Pace, paceSettled } from './fetch-pace.ts';
import { type AskedRange, endOf, sizeOf, type WantedLog } from './wanted-log.ts';

/** A source, and what it can be asked for. */
export interface Supply<Source> {
  source: Source;
  pace: Pace;
  /** Logs of which something may be asked of it now: first those that nothing can be judged without. */
  lasting: Set<WantedLog<Source>>;
  others: Set<WantedLog<Source>>;
  /** All that it offers, and of it what was refused. */
  offers: Set<WantedLog<Source>>;
  aside: Set<WantedLog<Source>>;
  /** What it was asked for and has not brought, in that order. */
  asked: Set<AskedRange<Source>>;
}

export interface FetchBookOptions<Source> {
  /** How far a log is here. */
  here: (log: LogRef) => number;
  /** Whether nothing else can be judged without it. */
  isLasting: (log: LogRef) => boolean;
  /** [N4] Whether a source broke its word: it is asked for what no other has. @default never */
  isDistrusted?: (source: Source) => boolean;
}

/** What is to be asked later is looked at in steps of so many milliseconds. */
const STEP_MS = 50;

export const createFetchBook = <Source>({
  here,
  isLasting,
  isDistrusted = () => false,
}: FetchBookOptions<Source>) => {
  const logs = new Map<string, WantedLog<Source>>();
  const supplies = new Map<Source, Supply<Source>>();
  /** What is to be asked later, by the step in which that is. */
  const later = new Map<number, [Supply<Source>, WantedLog<Source>][]>();
  /** Lasting logs that are asked for, and came to nothing so far: all else waits for them. */
  const blocking = new Set<WantedLog<Source>>();
  /** What came ahead of the rest, and waits for that. */
  const early = new Set<AskedRange<Source>>();
  /** How many entries were asked for that will wait for others, and since when lasting logs are asked for. */
  const at = { ahead: 0, blockedSince: 0 };

  const supplyOf = (source: Source): Supply<Source> => {
    const known = supplies.get(source);
    if (known !== undefined) return known;
    const supply: Supply<Source> = {
      source,
      pace: createPace(),
      lasting: new Set(),
      others: new Set(),
      offers: new Set(),
      aside: new Set(),
      asked: new Set(),
    };
    supplies.set(source, supply);
    return supply;
  };

  const unqueue = (supply: Supply<Source>, wanted: WantedLog<Source>): void => {
    (wanted.isLasting ? supply.lasting : supply.others).delete(wanted);
  };

  /** Has what a source offers of a log looked at, now or when its time comes. */
  const queue = (supply: Supply<Source>, wanted: WantedLog<Source>): void => {
    const notBefore = wanted.offers.get(supply.source)?.notBefore ?? Number.POSITIVE_INFINITY;
    if (notBefore === Number.POSITIVE_INFINITY) return;
    if (notBefore === 0) return void (wanted.isLasting ? supply.lasting : supply.others).add(wanted);
    const step = Math.ceil(notBefore / STEP_MS);
    const due = later.get(step) ?? [];
    later.set(step, due);
    due.push([supply, wanted]);
  };

  const queueAll = (wanted: WantedLog<Source>): void => {
    wanted.spared = false;
    for (const source of wanted.offers.keys()) queue(supplyOf(source), wanted);
  };

  /** Asks for it no more. */
  const release = (asked: AskedRange<Source>, now: number): void => {
    const { wanted, source } = asked;
    wanted.asked.splice(wanted.asked.indexOf(asked), 1);
    if (asked.isAhead) at.ahead -= sizeOf(asked);
    early.delete(asked);
    const supply = supplies.get(source);
    if (supply?.asked.delete(asked) === true) paceSettled(supply.pace, sizeOf(asked), now);
    if (wanted.asked.length === 0) blocking.delete(wanted);
  };

  const withdraw = (supply: Supply<Source>, wanted: WantedLog<Source>): void => {
    wanted.offers.delete(supply.source);
    supply.offers.delete(wanted);
    supply.aside.delete(wanted);
    unqueue(supply, wanted);
  };

  /** Looks at what was asked for of a log, after something changed; forgets the log where all that is offered is here. */
  const look = (wanted: WantedLog<Source>, now: number): void => {
    const tip = here(wanted.log);
    const isOver = wanted.end <= tip;
    for (const asked of wanted.asked.filter(({ to }) => isOver || to <= tip)) release(asked, now);
    if (!isOver) {
      if (wanted.spared) queueAll(wanted);
      return;
    }
    for (const source of wanted.offers.keys()) withdraw(supplyOf(source), wanted);
    logs.delete(logKey(wanted.log));
  };

  /** The same, after a source has less of it than it said. */
  const lookAgain = (wanted: WantedLog<Source>, now: number): void => {
    wanted.end = endOf(wanted);
    look(wanted, now);
  };

  const ripen = (isDue: (step: number) => boolean): void => {
    for (const [step, due] of later) {
      if (!isDue(step)) continue;
      later.delete(step);
      for (const [supply, wanted] of due) {
        const offer = wanted.offers.get(supply.source);
        if (offer === undefined || offer.notBefore === Number.POSITIVE_INFINITY) continue;
        offer.notBefore = 0;
        queue(supply, wanted);
      }
    }
  };

  /** What a source owes of a log behind a place is asked of it no more; gives whether there was any. */
  const releaseOf = (source: Source, wanted: WantedLog<Source>, after: number, now: number): boolean => {
    const owed = wanted.asked.filter(
      (asked) => asked.source === source && asked.cameAt === undefined && asked.to > after,
    );
    for (const asked of owed) release(asked, now);
    wanted.spared ||= owed.length > 0;
    return owed.length > 0;
  };

  /** The log, made wanted where it is not yet. */
  const open = (log: LogRef): WantedLog<Source> => {
    const known = logs.get(logKey(log));
    if (known !== undefined) return known;
    const wanted: WantedLog<Source> = {
      log,
      isLasting: isLasting(log),
      offers: new Map(),
      end: 0,
      asked: [],
      failed: false,
      spared: false,
    };
    logs.set(logKey(log), wanted);
    return wanted;
  };

  /** Nothing else waits for a log any more that something about came to nothing. */
  const unblock = (wanted: WantedLog<Source>): void => {
    wanted.failed = true;
    blocking.delete(wanted);
  };

  return {
    here,
    isDistrusted,
    at,
    supplies,
    blocking,
    early,
    get: (log: LogRef) => logs.get(logKey(log)),
    open,
    supplyOf,
    queue,
    queueAll,
    unqueue,
    release,
    releaseOf,
    withdraw,
    look,
    lookAgain,
    unblock,
    /** Has looked at what was to be asked later than now, or than ever. */
    ripen: (now: number) => ripen((step) => step * STEP_MS <= now),
  };
};

export type FetchBook<Source> = ReturnType<typeof createFetchBook<Source>>;
