/**
 * [N4] Holding relays to their word. Where a relay turns out to have less than it signed for, it is shown its receipts before anything
 * is sent to it, and signs what it has: a word that contradicts a receipt is a proof. A relay answers for what it had when it was
 * asked, once it knows who asks.
 */
import {
  cutoffOf,
  type EntryId,
  type Excuse,
  equalBytes,
  type Holding,
  judgeHolding,
  LIMITS,
  type Primitives,
  plexiError,
  type Receipt,
  readHolding,
  readReceipt,
  receiptHash,
  type Session,
  type SignedReceipt,
  type SpaceId,
  SYNC_PROTOCOLS,
  sharedDigest,
  signHolding,
  writeBrokenReceipt,
  ZERO_ID,
} from '@plexi/protocol';
import { isBorneOut } from './excuses.ts';
import type { ReceiptBook } from './receipt-book.ts';

export interface HoldingFlowDependencies {
  primitives: Primitives;
  self: Receipt['holder'];
  deviceSecretKey: Uint8Array;
  role: 'relay' | 'client';
  now: () => number;
  /** Whether this peer let the space go once. */
  isAnew: (space: SpaceId) => boolean;
  receipts: (space: SpaceId) => ReceiptBook | undefined;
  /** A relay was found to have broken its word. */
  broke: (session: Session) => void;
  /** Something failed that nobody waits for, or came to light. */
  failed: (session: Session, error: unknown) => void;
}

export interface HoldingFlow {
  /** Both sides have said what they have: asks a relay about what it signed for and seems not to have. */
  compare(session: Session): void;
  /** Throws FRAME_INVALID where a receipt is not ours. */
  asked(session: Session, receipts: readonly Uint8Array[]): Promise<void>;
  /** Throws FRAME_INVALID where a word is not of the other side. */
  told(session: Session, holdings: readonly Uint8Array[]): void;
  /** Somebody passed on what a relay signed: if it does not come from there soon, the relay is asked. */
  heard(sessions: readonly Session[], from: Session, receipt: Receipt): void;
  /** The same, where that was waited for already. */
  passedOn(sessions: readonly Session[], receipt: Receipt): void;
  /** The other side signed what it has of the space. */
  has(session: Session, digest: Uint8Array): void;
  /** Governance changed: who asked may be somebody now. */
  governed(sessions: readonly Session[]): void;
}

type Had = Pick<Holding, 'logId' | 'receipt' | 'sequence' | 'id'> & { promised: Receipt };

const [, OLDEST] = SYNC_PROTOCOLS;

/** How long something that somebody heard of may take to come. */
const COMING_MS = 10_000;
/** How often it is looked whether a relay has the same as we. */
const LOOKS = 30;
/** What is passed on comes in several words: the relay is asked about them at once. */
const TOGETHER_MS = 1_000;

export const createHoldingFlow = (dependencies: HoldingFlowDependencies): HoldingFlow => {
  const { primitives, self, role, now } = dependencies;
  /** What was here when somebody asked of whom too little is known yet. */
  const unanswered = new WeakMap<Session, Had[]>();
  /** Relays that are asked once things had time to come. */
  const soon = new WeakSet<Session>();
  /** Words that give a reason, until that can be looked into. */
  const excused = new WeakMap<Session, [SignedReceipt, Uint8Array][]>();
  const questions = new WeakMap<Session, Map<string, SignedReceipt>>();

  const lookUp = async ({ replica }: Session, bytes: Uint8Array): Promise<Had> => {
    const promised = readReceipt(primitives, bytes);
    if (promised.holder !== self || promised.space !== replica.space)
      throw plexiError('FRAME_INVALID', { detail: 'a receipt of another holder' });
    const { logId } = promised;
    const state = replica.frontier.byId(logId);
    const { sequence, id } = state?.tip ?? { sequence: 0, id: ZERO_ID as EntryId };
    const isBehind = state !== undefined && promised.sequence < sequence;
    const there = isBehind ? (await replica.tipAt(state.log, promised.sequence)).id : id;
    return { promised, logId, receipt: receiptHash(primitives, bytes), sequence, id: there };
  };

  const excuseOf = ({ replica }: Session, { promised }: Had): Excuse => {
    const state = replica.frontier.byId(promised.logId);
    if (state !== undefined && replica.isForked(state)) return 'forked';
    return dependencies.isAnew(replica.space) ? 'relisted' : 'none';
  };

  const answer = (session: Session): void => {
    const { replica } = session;
    const isKnown = ['member', 'scoped', 'relay'].includes(session.standing());
    const had = unanswered.get(session);
    if (!isKnown || had === undefined) return;
    unanswered.delete(session);
    const holdings = had.map((each) => {
      const said = { ...each, space: replica.space, holder: self, excuse: 'none' as Excuse, at: now() };
      const isKept = judgeHolding(each.promised, said) === 'kept';
      const holding: Holding = isKept ? said : { ...said, excuse: excuseOf(session, each) };
      return signHolding(primitives, holding, dependencies.deviceSecretKey);
    });
    session.send({ kind: 'holding', holdings });
  };

  /** Whether the other side seems to have less of a log than it signed for, and governance does not say that it ends before. */
  const isDoubtful = (session: Session, { receipt }: SignedReceipt): boolean => {
    const { replica } = session;
    const state = replica.frontier.byId(receipt.logId);
    if (state === undefined) return false;
    const there = session.has(state.log);
    if (there >= receipt.sequence || replica.isForked(state)) return false;
    const governance = replica.governance();
    return there < ((governance && cutoffOf(governance, state.log)) ?? Infinity);
  };

  const accuse = async (
    session: Session,
    { receipt, bytes }: SignedReceipt,
    word: Uint8Array,
    detail: string,
  ) => {
    const { replica } = session;
    const { log } = replica.frontier.byId(receipt.logId) ?? {};
    const isNew = await dependencies
      .receipts(replica.space)
      ?.broken.keep(writeBrokenReceipt(bytes, word, log));
    if (isNew === true) dependencies.failed(session, plexiError('RECEIPT_BROKEN', { detail }));
    dependencies.broke(session);
  };

  /** Asks what a relay has, signed, until that is the same as here, and with it what its reasons can be held against. */
  const lookInto = (session: Session, tries = LOOKS): void => {
    if (!session.isLive() || !excused.has(session)) return;
    if (tries === 0) return void excused.delete(session);
    session.send({ kind: 'ask-digest' });
    setTimeout(() => lookInto(session, tries - 1), COMING_MS).unref();
  };

  const excuse = (session: Session, asked: SignedReceipt, word: Uint8Array): void => {
    const known = excused.get(session);
    if (known !== undefined)
      return void (known.length < LIMITS.holdingsPerFrame && known.push([asked, word]));
    excused.set(session, [[asked, word]]);
    lookInto(session);
  };

  const judge = async (session: Session, { receipt, bytes }: SignedReceipt, word: Uint8Array) => {
    const { replica } = session;
    const book = dependencies.receipts(replica.space);
    const state = replica.frontier.byId(receipt.logId);
    const verdict = judgeHolding(receipt, readHolding(primitives, word));
    if (book === undefined) return;
    const tip = state?.tip.sequence ?? 0;
    if (verdict === 'kept') {
      if (state !== undefined && tip < receipt.sequence)
        session.send({ kind: 'want', log: state.log, from: tip + 1 });
      return;
    }
    book.withdraw(receipt);
    if (verdict === 'excused') return excuse(session, { receipt, bytes }, word);
    // It may not have heard of the second history; we have.
    if (state !== undefined && replica.isForked(state)) return;
    await accuse(session, { receipt, bytes }, word, verdict);
    session.send({ kind: 'ask-digest' });
  };

  const compare = (session: Session): void => {
    if (role === 'relay' || session.standing() !== 'relay' || session.protocol === OLDEST) return;
    const signed = dependencies.receipts(session.replica.space)?.by(session.device) ?? [];
    const doubtful = signed.filter((each) => isDoubtful(session, each)).slice(0, LIMITS.holdingsPerFrame);
    if (doubtful.length === 0) return;
    questions.set(session, new Map(doubtful.map((each) => [receiptHash(primitives, each.bytes), each])));
    session.send({ kind: 'ask-holding', receipts: doubtful.map(({ bytes }) => bytes) });
  };

  const askLater = (sessions: readonly Session[], { holder }: Receipt, delayMs: number): void => {
    const relay = sessions.find(({ device }) => device === holder);
    if (role === 'relay' || relay === undefined || soon.has(relay)) return;
    soon.add(relay);
    const ask = (): void => {
      soon.delete(relay);
      if (relay.isLive()) compare(relay);
    };
    setTimeout(ask, delayMs).unref();
  };

  return {
    compare,
    heard: (sessions, from, receipt) => {
      const has = from.replica.frontier.byId(receipt.logId)?.tip.sequence ?? 0;
      if (receipt.holder !== from.device && has < receipt.sequence) askLater(sessions, receipt, COMING_MS);
    },
    passedOn: (sessions, receipt) => askLater(sessions, receipt, TOGETHER_MS),
    asked: async (session, receipts) => {
      if (role === 'client') return;
      const had = await Promise.all(receipts.map((bytes) => lookUp(session, bytes)));
      unanswered.set(session, had);
      answer(session);
    },
    told: (session, holdings) => {
      for (const bytes of holdings) {
        const { holder, space, receipt } = readHolding(primitives, bytes);
        if (holder !== session.device || space !== session.replica.space)
          throw plexiError('FRAME_INVALID', { detail: 'a holding of another' });
        const asked = questions.get(session)?.get(receipt);
        questions.get(session)?.delete(receipt);
        if (asked === undefined) continue;
        judge(session, asked, bytes.slice()).catch((error: unknown) => dependencies.failed(session, error));
      }
    },
    has: (session, digest) => {
      const { replica } = session;
      const waiting = excused.get(session);
      const ours = sharedDigest({ replica, devices: [self], nowMs: now() });
      if (waiting === undefined || !equalBytes(digest, ours)) return;
      excused.delete(session);
      for (const [asked, word] of waiting) {
        const { excuse: reason } = readHolding(primitives, word);
        if (!isBorneOut(replica, asked.receipt, reason))
          accuse(session, asked, word, reason).catch((error: unknown) => dependencies.failed(session, error));
      }
    },
    governed: (sessions) => {
      for (const session of sessions) answer(session);
    },
  };
};
