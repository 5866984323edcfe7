/**
 * Which source is asked for what [N2]: a pure plan over what several sources say to have of a space's logs and what of it is here.
 * No entry is asked of two sources at once; of two that have the same, each is asked for a part, the faster for more. What a source
 * does not bring in time, or takes with it when it goes, is asked of another; of one that broke its word only what no other has [N4]. What is offered is forgotten only once it is here:
 * nothing is lost by a request that came to nothing. Governance and keys come first, for nothing else can be judged without them.
 * An offer, a request and an answer cost the same however many logs there are.
 */
import type { LogRef } from '../entry/log.ts';
import { LIMITS } from '../limits.ts';
import { createFetchBook, type FetchBookOptions, type Supply } from './fetch-book.ts';
import { paceAnswered, paceMoved, paceSettled, paceStalled } from './fetch-pace.ts';
import { createFetchShare } from './fetch-share.ts';
import { type AskedRange, type LogRange, sizeOf } from './wanted-log.ts';

export interface FetchPlan<Source> {
  /** A source answered, to something else, after so many milliseconds. */
  answered(source: Source, answerMs: number): void;
  /** How long a source takes to answer, milliseconds. */
  answerMs(source: Source): number | undefined;
  /** A source has a log up to here; ask it from then on. */
  offered(source: Source, log: LogRef, sequence: number, notBefore: number): void;
  /** A source has no more of a log than that, for us. */
  ended(source: Source, log: LogRef, sequence: number, now: number): void;
  /** What a source brought of a log was refused: it is asked again once it offers it again, or after `reconsidered`. */
  refused(source: Source, log: LogRef, now: number): void;
  reconsidered(source: Source): void;
  /** Entries came from a source, whether they could be used or not. Gives whether it was asked for them. */
  came(source: Source, range: LogRange, now: number): boolean;
  /** More of a log is here. */
  advanced(log: LogRef, now: number): void;
  gone(source: Source, now: number): void;
  /** Nobody brings things by themselves any more: all that is offered may be asked for now. */
  hurry(): void;
  /** Takes from sources what they were asked for and have not brought for long: to be called now and then. */
  expire(now: number): void;
  /** What to ask of whom now; nothing while all that were asked have much to bring. */
  next(now: number): Map<Source, LogRange[]>;
  /** Whether something is on its way, or to be asked for, from that source or from any. */
  isBusy(source?: Source): boolean;
}

export const createFetchPlan = <Source>(options: FetchBookOptions<Source>): FetchPlan<Source> => {
  const book = createFetchBook<Source>(options);
  const share = createFetchShare(book);
  const { here, supplies, supplyOf } = book;

  return {
    answered: (source, answerMs) => paceAnswered(supplyOf(source).pace, answerMs),
    answerMs: (source) => supplies.get(source)?.pace.answerMs,
    offered: (source, log, sequence, notBefore) => {
      if (sequence <= here(log)) return;
      const supply = supplyOf(source);
      const wanted = book.open(log);
      const known = wanted.offers.get(source);
      const isAside = supply.aside.delete(wanted);
      if (known !== undefined && !isAside && known.sequence >= sequence && known.notBefore <= notBefore)
        return;
      supply.offers.add(wanted);
      wanted.offers.set(source, {
        sequence: Math.max(sequence, known?.sequence ?? 0),
        notBefore: Math.min(notBefore, known?.notBefore ?? notBefore),
      });
      wanted.end = Math.max(wanted.end, sequence);
      book.queue(supply, wanted);
    },
    ended: (source, log, sequence, now) => {
      const wanted = book.get(log);
      const offer = wanted?.offers.get(source);
      if (wanted === undefined || offer === undefined) return;
      if (offer.sequence <= sequence) return;
      const supply = supplyOf(source);
      if (sequence > here(log)) offer.sequence = sequence;
      else book.withdraw(supply, wanted);
      if (book.releaseOf(source, wanted, sequence, now)) paceMoved(supply.pace, now);
      book.lookAgain(wanted, now);
    },
    refused: (source, log, now) => {
      const wanted = book.get(log);
      const offer = wanted?.offers.get(source);
      if (wanted === undefined || offer === undefined) return;
      const supply = supplyOf(source);
      offer.notBefore = Number.POSITIVE_INFINITY;
      supply.aside.add(wanted);
      book.unqueue(supply, wanted);
      book.unblock(wanted);
      book.releaseOf(source, wanted, 0, now);
      book.look(wanted, now);
    },
    reconsidered: (source) => {
      const supply = supplies.get(source);
      for (const wanted of supply?.aside ?? []) {
        const offer = wanted.offers.get(source);
        if (offer !== undefined) offer.notBefore = 0;
        book.queue(supplyOf(source), wanted);
      }
      supply?.aside.clear();
    },
    came: (source, range, now) => {
      const wanted = book.get(range.log);
      if (wanted === undefined) return false;
      const { pace, asked: owed } = supplyOf(source);
      const isOf = (asked: AskedRange<Source>): boolean =>
        asked.source === source && asked.from <= range.to && range.from <= asked.to;
      const found = wanted.asked.filter(isOf);
      for (const asked of found) {
        // An answer to what was given up before, or what the source brings by itself: what was asked for begins earlier.
        if (range.from > asked.got + 1) continue;
        const [first] = owed;
        if (first === asked && range.to > asked.got) paceMoved(pace, now);
        asked.got = Math.max(asked.got, range.to);
        if (asked.to > range.to || !owed.delete(asked)) continue;
        asked.cameAt = now;
        book.early.add(asked);
        paceSettled(pace, sizeOf(asked), now);
      }
      const tip = here(range.log);
      // What had come and only waited for what lies before it was let go.
      for (const asked of wanted.asked.filter(
        (it) => it.cameAt !== undefined && it.from <= tip + 1 && it.to > tip,
      )) {
        book.release(asked, now);
        wanted.spared = true;
      }
      book.look(wanted, now);
      return found.length > 0;
    },
    advanced: (log, now) => {
      const wanted = book.get(log);
      if (wanted !== undefined) book.look(wanted, now);
    },
    gone: (source, now) => {
      const supply = supplies.get(source);
      for (const wanted of supply?.offers ?? []) {
        book.releaseOf(source, wanted, 0, now);
        if (supply !== undefined) book.withdraw(supply, wanted);
        book.lookAgain(wanted, now);
      }
      supplies.delete(source);
    },
    hurry: () => book.ripen(Number.POSITIVE_INFINITY),
    expire: (now) => {
      // What lies before it came in some other way; nobody said that it was let go.
      for (const asked of book.early) {
        const tip = here(asked.log);
        const isStuck = asked.from <= tip + 1 && asked.to > tip;
        if (!isStuck || now - (asked.cameAt ?? now) < LIMITS.fetchPatienceMs) continue;
        book.release(asked, now);
        book.queueAll(asked.wanted);
      }
      for (const supply of supplies.values()) {
        const [first] = supply.asked;
        if (first === undefined || now - supply.pace.owesSince < LIMITS.fetchPatienceMs) continue;
        paceStalled(supply.pace);
        const offer = first.wanted.offers.get(supply.source);
        // Others are asked for that; it once more only where there are none.
        const hasOther = [...first.wanted.offers.values()].some((it) => it !== offer && it.notBefore === 0);
        if (offer !== undefined && hasOther) offer.notBefore = now + LIMITS.fetchPatienceMs;
        book.unqueue(supply, first.wanted);
        for (const asked of supply.asked) {
          book.unblock(asked.wanted);
          book.release(asked, now);
          book.queueAll(asked.wanted);
        }
      }
    },
    next: (now) => {
      book.ripen(now);
      return share(now);
    },
    isBusy: (source) => {
      const isAwaited = ({ offers, aside }: Supply<Source>): boolean => offers.size > aside.size;
      if (source === undefined) return [...supplies.values()].some(isAwaited);
      const supply = supplies.get(source);
      return supply !== undefined && isAwaited(supply);
    },
  };
};
