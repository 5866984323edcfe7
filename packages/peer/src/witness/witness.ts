/**
 * [N4] What members tell each other of what relays signed, of one space: each device says what relays signed to it; who is shown
 * less by that relay asks for the receipt, and the relay is held to it. Who comes back says what it has, and each device that
 * knows it to lack something of its own logs says what was signed for these. Decision 0041.
 *
 * All that others say of this is judged here and in `doubts.ts`. Whatever they say, it costs a few words in a while, and what it
 * leads to is a question to a relay.
 */
import {
  type Claim,
  createAllowance,
  type DeviceId,
  isScopedDevice,
  LIMITS,
  type PassedReceipt,
  type Receipt,
  readWitnessWord,
  shortOf,
  type WitnessWord,
  writeWitnessWord,
} from '@plexi/protocol';
import { createDoubts, type DoubtsDependencies } from './doubts.ts';
import { keepWithin } from './keep-within.ts';
import { marksOf, markText } from './marks.ts';
import { createOwnHistory } from './own-history.ts';

export interface WitnessDependencies extends Omit<DoubtsDependencies, 'comingMs'> {
  /** Says something to the other members, in passing. */
  say: (word: Uint8Array) => void;
  /** Takes in what a relay signed. Throws FRAME_INVALID. */
  passedOn: (passed: PassedReceipt) => void;
  /** What somebody said made no sense. */
  problem: (from: DeviceId, error: unknown) => void;
  /** @default seconds, below */
  pace?: WitnessPace;
}

/** Times, in milliseconds. */
export interface WitnessPace {
  /** Between one word of ours and the next. */
  betweenMs: number;
  /** What relays signed is told together after so long. */
  tellMs: number;
  /** What a relay signed for may take so long to come from there. */
  comingMs: number;
  /** After a relay was met, what is here is said once it had that long to come, or up to twice that. */
  viewMs: number;
}

export interface Witness {
  /** A relay itself signed for more of a log. */
  signed(receipt: Receipt): void;
  /** A relay is live. */
  met(): void;
  /** Another device of the space said something. */
  heard(from: DeviceId, bytes: Uint8Array): void;
  close(): void;
}

const PACE: WitnessPace = { betweenMs: 1_000, tellMs: 20_000, comingMs: 10_000, viewMs: 30_000 };
/** Spaces with more devices than this are told less often: all of them together say no more. */
const SMALL_SPACE = 64;

export const createWitness = (dependencies: WitnessDependencies): Witness => {
  const { replica, receipts, self, pace = PACE } = dependencies;
  const { frontier } = replica;
  const now = (): number => performance.now();
  const rate = (burst: number, perMinute: number) =>
    createAllowance({ burst, perMs: perMinute / 60_000 }, now);
  const words = rate(LIMITS.witnessBurst, LIMITS.witnessWordsPerMinute);
  const answers = rate(LIMITS.witnessAnswerBurst, LIMITS.witnessAnswersPerMinute);
  const history = createOwnHistory(self, () => frontier.all(), pace.comingMs);
  const doubts = createDoubts({ ...dependencies, comingMs: pace.comingMs });
  /** What relays signed to us, and others are to hear of. */
  const untold = new Map<string, Receipt>();
  /** What we were asked for. */
  const owed = new Map<string, PassedReceipt & { from: DeviceId }>();
  const due = { untold: Infinity, view: Infinity };
  /** When our last word was, how many there were, and how many devices the view before it named. */
  const at = { saidAt: -Infinity, turns: 0, viewed: 0 };
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const devices = (): DeviceId[] => Object.keys(replica.governance()?.state.devices ?? {}) as DeviceId[];
  const slowly = (ms: number): number => ms * Math.max(1, devices().length / SMALL_SPACE);
  const isRelay = (device: DeviceId): boolean => replica.governance()?.state.relays[device] !== undefined;

  const receiptsWord = (): WitnessWord | undefined => {
    const some = [...owed].slice(0, LIMITS.witnessReceipts);
    for (const [key] of some) owed.delete(key);
    return some.length === 0 ? undefined : { kind: 'receipts', receipts: some.map(([, passed]) => passed) };
  };

  const signedWord = (): WitnessWord | undefined => {
    const [first] = untold.values();
    if (first === undefined || due.untold > now()) return undefined;
    const some = [...untold]
      .filter(([, { holder }]) => holder === first.holder)
      .slice(0, LIMITS.witnessClaims);
    for (const [key] of some) untold.delete(key);
    if (untold.size === 0) due.untold = Infinity;
    return { kind: 'signed', relay: first.holder, claims: some.map(([, claim]) => claim) };
  };

  /** Of devices that are in the space: those that are out write nothing more. */
  const viewWord = (): WitnessWord | undefined => {
    const governance = replica.governance();
    if (governance === undefined || due.view > now()) return undefined;
    const others = devices().filter((device) => device !== self);
    const some = others.slice(at.viewed, at.viewed + LIMITS.witnessViews);
    at.viewed = at.viewed + some.length < others.length ? at.viewed + some.length : 0;
    due.view = at.viewed === 0 ? Infinity : now() + slowly(pace.viewMs);
    // [K6] What scoped devices have is less in any case.
    if (some.length === 0 || isScopedDevice(governance, self)) return undefined;
    const marks = marksOf(frontier.all());
    return {
      kind: 'view',
      views: some.map((device) => ({ device: shortOf(device), mark: markText(marks.get(device) ?? 0n) })),
    };
  };

  const kinds = [receiptsWord, doubts.word, signedWord, viewWord];

  /** Each kind of word has its turn to be the first. */
  const next = (): WitnessWord | undefined => {
    at.turns++;
    for (let i = 0; i < kinds.length; i++) {
      const word = kinds[(at.turns + i) % kinds.length]?.();
      if (word !== undefined) return word;
    }
    return undefined;
  };

  const turn = (): void => {
    at.saidAt = now();
    const word = words.take('') ? next() : undefined;
    if (word !== undefined && devices().some((device) => device !== self))
      dependencies.say(writeWitnessWord(word));
    look();
  };

  /** Comes back when something is due. */
  const look = (): void => {
    clearTimeout(timer);
    const first = Math.min(owed.size > 0 ? 0 : Infinity, due.untold, due.view, doubts.due());
    if (isClosed || first === Infinity) return;
    const delayMs = Math.max(first, at.saidAt + pace.betweenMs) - now();
    timer = setTimeout(turn, Math.max(0, delayMs)).unref();
  };

  const tell = (receipt: Receipt, delayMs: number): void => {
    if (untold.size >= LIMITS.witnessWaiting) return;
    untold.set(`${receipt.holder}/${receipt.logId}`, receipt);
    due.untold = Math.min(due.untold, now() + delayMs);
  };

  const heardSigned = (from: DeviceId, relay: DeviceId, claims: readonly Claim[]): void => {
    for (const claim of claims) {
      const key = `${relay}/${claim.logId}`;
      const isOwn = frontier.byId(claim.logId)?.log.device === self;
      // Of one's own logs nobody else is relied on.
      if (!isOwn && (untold.get(key)?.sequence ?? Infinity) <= claim.sequence) untold.delete(key);
      // There may be more, of which we were not told at once.
      if (doubts.raise(from, relay, claim)) due.view = Math.min(due.view, now() + slowly(pace.viewMs));
    }
  };

  const heardAsk = (from: DeviceId, relay: DeviceId, claims: readonly Claim[]): void => {
    for (const { logId, sequence } of claims) {
      const signed = receipts.of(logId).find(({ receipt }) => receipt.holder === relay);
      const state = frontier.byId(logId);
      if (signed === undefined || state === undefined || signed.receipt.sequence < sequence) continue;
      keepWithin(owed, `${relay}/${logId}`, { bytes: signed.bytes, log: state.log, from });
    }
  };

  const heardView = (from: DeviceId, views: readonly { device: string; mark: string }[]): void => {
    const ours = views.find(({ device }) => device === shortOf(self));
    if (ours === undefined || !answers.take(from)) return;
    for (const { logId } of history.since(ours.mark, LIMITS.witnessClaims))
      for (const { receipt } of receipts.of(logId)) if (isRelay(receipt.holder)) tell(receipt, 0);
  };

  const hear = (from: DeviceId, word: WitnessWord): void => {
    const governance = replica.governance();
    if (governance === undefined) return;
    switch (word.kind) {
      case 'signed':
        return heardSigned(from, word.relay, word.claims);
      case 'ask':
        return word.of === self ? heardAsk(from, word.relay, word.claims) : undefined;
      case 'receipts':
        for (const passed of word.receipts) if (doubts.isAbout(passed.log)) dependencies.passedOn(passed);
        return undefined;
      case 'view':
        return isScopedDevice(governance, from) ? undefined : heardView(from, word.views);
    }
  };

  const stop = replica.onAdvance((state) => {
    if (state.log.device === self) history.advanced(state);
  });

  return {
    signed: (receipt) => {
      tell(receipt, slowly(pace.tellMs));
      look();
    },
    met: () => {
      if (due.view === Infinity) due.view = now() + slowly(pace.viewMs) * (1 + Math.random());
      look();
    },
    heard: (from, bytes) => {
      try {
        hear(from, readWitnessWord(bytes));
      } catch (error) {
        dependencies.problem(from, error);
      }
      look();
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      stop();
    },
  };
};
