/**
 * One space's session with one peer [N2]: both say hello with a digest of what they have; where the digests differ they
 * find out in what; then each sends what the other lacks, governance and keys first, and goes on with what is new.
 * The same code runs at a relay and at a client. Credit bounds what is under way [L6].
 */

import { plexiError } from '../../errors.ts';
import { encodeFrame } from '../frame.ts';
import type { LogState } from '../frontier.ts';
import { SYNC_PROTOCOLS, type SyncFrame } from '../sync-frame.ts';
import { createAskingRates } from './asking-rates.ts';
import { createBodyRequests } from './body-requests.ts';
import { createCounterpart } from './counterpart.ts';
import { createDigestWords } from './digest-words.ts';
import { createIncoming } from './incoming.ts';
import { createOutgoing } from './outgoing.ts';
import { createPages } from './pages.ts';
import { createReceiptWords } from './receipt-words.ts';
import { createRecheck } from './recheck.ts';
import { createReconciliation } from './reconciliation.ts';
import type { Session, SessionDependencies } from './session-port.ts';
import { isMemberOf } from './standing.ts';

const [, OLDEST] = SYNC_PROTOCOLS;

/** Creates a session; `start` says hello. */
export const createSession = (dependencies: SessionDependencies): Session => {
  const { primitives, replica, device, events, fetching, time } = dependencies;
  const rates = createAskingRates(time.now);
  const other = createCounterpart(dependencies);
  const readableEnd = (state: LogState): number => other.readableEnd(state);
  /** Whether both fetch what they lack [N7]. */
  const asks = dependencies.protocol !== OLDEST;
  let pushes = true;
  let proof: Uint8Array | undefined;
  /** Its request to be let in, while it is not known whether it may ask. */
  let asked: Uint8Array | undefined;
  let phase: 'new' | 'greeted' | 'frontier' | 'live' | 'closed' = 'new';
  /** Our hello: its digest, and when it was said. */
  let shown: { digest: Uint8Array; at: number } | undefined;

  const send = (frame: SyncFrame): boolean =>
    phase === 'closed' ? false : dependencies.send(encodeFrame(replica.space, frame));

  const close = (): void => {
    phase = 'closed';
    outgoing.stop();
    recheck.stop();
  };

  const refuse = (code: string): void => {
    send({ kind: 'refused', code });
    close();
    events.refused(session, code, false);
  };

  const isUndecided = (): boolean => other.standing() === 'founding' || other.standing() === 'early';

  /** Judges the other side; `greet` it once it is to hear from us. */
  const judge = (greet?: () => void): void => {
    const was = other.standing();
    const { standing, refusal } = other.judge(proof);
    if (standing === 'stranger') return refuse(refusal);
    greet?.();
    if (was === standing || isUndecided()) return;
    events.entitled(session);
    if (asked !== undefined) events.join(session, asked);
    asked = undefined;
  };

  const outgoing = createOutgoing({
    replica,
    time,
    readableEnd,
    bodies: (state) => bodies.take(state),
    asks,
    until: () => other.removal(),
    isLeaving: () => other.standing() === 'former',
    send,
    drained: dependencies.drained,
    failed: () => close(),
  });

  const receipts = createReceiptWords({
    primitives,
    replica,
    send,
    taken: (receipt, bytes) => {
      const state = replica.frontier.byId(receipt.logId);
      if (state !== undefined && receipt.holder === device) outgoing.has(state.log, receipt.sequence);
      events.receipt(session, receipt, bytes);
    },
  });

  const digests = createDigestWords({ ...dependencies, other, send });
  const bodies = createBodyRequests({ replica, readableEnd, send, due: outgoing.bodiesDue });

  const isFellow = (): boolean =>
    phase === 'live' && (isMemberOf(other.standing()) || other.standing() === 'relay');

  const pages = createPages(dependencies, {
    readableEnd,
    isAsked: isFellow,
    send,
    take: (page) => events.page(session, page),
    refused: (code) => events.problem(session, code),
  });

  const goLive = (): void => {
    if (phase === 'live') return outgoing.lookAgain();
    phase = 'live';
    events.live(session);
    outgoing.start();
  };

  const incoming = createIncoming({
    replica,
    session: () => session,
    other,
    outgoing,
    fetching,
    asks,
    events,
    send,
    refuse,
    isClosed: () => phase === 'closed',
  });

  const reconciliation = createReconciliation({
    replica,
    opens: dependencies.opens,
    other,
    outgoing,
    knowsSketches: asks,
    offered: (heads, isNews) => incoming.offered(heads, isNews),
    send,
    want: ({ log, sequence }) => incoming.want(log, sequence),
    done: goLive,
    agreed: () => recheck.agreed(),
  });

  const hasAll = (): boolean => phase === 'live' && outgoing.isIdle() && !fetching.isBusy(session);

  const recheck = createRecheck({
    time,
    isIdle: hasAll,
    compare: () => reconciliation.again(),
    isFirst: dependencies.opens,
  });

  const stirred = (): void => {
    if (asks && phase === 'live') recheck.stirred();
  };

  const hello = (): { digest: Uint8Array; at: number } => {
    const digest = other.digest();
    send({ kind: 'hello', digest, invite: dependencies.invite, sketch: reconciliation.greet() });
    return { digest, at: time.elapsedMs() };
  };

  const onHello = ({ digest, invite, sketch }: SyncFrame & { kind: 'hello' }): void => {
    if (phase !== 'new') throw plexiError('FRAME_INVALID', { detail: 'hello twice' });
    proof = invite;
    phase = 'greeted';
    if (shown !== undefined) fetching.answered(session, time.elapsedMs() - shown.at);
    judge(() => {
      shown ??= hello();
    });
    if (shown === undefined || other.standing() === 'stranger') return;
    phase = 'frontier';
    pages.met(shown.digest, digest);
    reconciliation.begin(shown.digest, digest, sketch);
  };

  /** Goes on with what differs: also while live, where only the other side saw that something does. */
  const compare = async (
    frame: SyncFrame & { kind: 'frontier' | 'sketch' | 'differences' },
  ): Promise<void> => {
    if (phase !== 'frontier' && phase !== 'live') throw plexiError('FRAME_INVALID', { detail: frame.kind });
    if (frame.kind === 'frontier') return reconciliation.named(frame.heads, frame.last, phase === 'live');
    if (frame.kind === 'differences') return reconciliation.differs(frame.heads, frame.marks);
    return reconciliation.sketched(frame.sketch);
  };

  const reconsider = (): void => {
    if (phase === 'new' || phase === 'closed') return;
    judge();
    incoming.reconsider();
    outgoing.lookAgain();
  };

  const handle = async (frame: SyncFrame): Promise<void> => {
    if (phase === 'closed') return;
    // Before its hello, what comes is of a session that was refused meanwhile.
    if (phase === 'new' && frame.kind !== 'hello' && frame.kind !== 'refused') return;
    if (!rates.take(frame.kind)) {
      // Whoever looks at the state of things often is no enemy.
      if (frame.kind === 'ask-digest') return;
      throw plexiError('FRAME_INVALID', { detail: `too often: ${frame.kind}` });
    }
    switch (frame.kind) {
      case 'hello':
        return onHello(frame);
      case 'frontier':
      case 'sketch':
      case 'differences':
        return compare(frame);
      case 'entries':
        stirred();
        return incoming.take(frame);
      case 'credit':
        return outgoing.credit(frame.bytes);
      case 'fetch':
        return outgoing.asked(frame.ranges);
      case 'ends':
        return fetching.ended(session, frame.ends);
      case 'flow':
        return outgoing.flow(frame.push);
      case 'receipts':
        receipts.read(frame.receipts);
        return events.receiptsCame(session, frame.receipts.length);
      case 'receipted':
        return events.receiptsTaken(session, receipts.acknowledged(frame.count));
      case 'want':
        if (replica.frontier.get(frame.log) !== undefined) outgoing.lacks(frame.log, frame.from);
        return undefined;
      case 'want-bodies':
        return bodies.asked(frame.log, frame.sequences);
      case 'ask-page':
      case 'page':
        return pages.handle(frame);
      case 'join':
        if (!isUndecided()) return events.join(session, frame.request);
        asked = frame.request.slice();
        return undefined;
      case 'ask-digest':
        return digests.answer();
      case 'digest':
        digests.verify(frame.digest, frame.signature);
        return events.digest(session, frame.digest, frame.signature);
      case 'ask-holding':
        return events.askedHolding(session, frame.receipts);
      case 'holding':
        return events.holding(session, frame.holdings);
      case 'invite':
        proof = frame.proof;
        return reconsider();
      case 'address':
        return events.address(session, frame.device, frame.sealed);
      case 'registers':
        return events.registers(session, frame.digest);
      case 'register-heads':
        return events.registerHeads(session, frame.heads, frame.last);
      case 'register':
        return events.register(session, frame.register);
      case 'ephemeral':
        return events.ephemeral(session, frame.word);
      case 'refused':
        close();
        return events.refused(session, frame.code, true);
    }
  };

  const session: Session = {
    device,
    replica,
    protocol: dependencies.protocol,
    standing: () => other.standing(),
    invite: () => other.invite(),
    start: () => void (shown ??= hello()),
    handle,
    confirmReceipts: (count) => void send({ kind: 'receipted', count }),
    advanced: (state) => {
      stirred();
      outgoing.advanced(state);
    },
    passOn: (state) => {
      stirred();
      outgoing.passOn(state);
    },
    flow: (push) => {
      if (!asks || pushes === push) return;
      pushes = push;
      send({ kind: 'flow', push });
    },
    offerReceipts: (signed) => void (phase === 'closed' || receipts.offer(signed)),
    send,
    pages,
    drained: dependencies.drained,
    reconsider,
    refuse,
    askBodies: () => void (isFellow() && bodies.ask()),
    bodiesCame: ({ log }) => bodies.came(log),
    isLive: () => phase === 'live',
    has: (log) => outgoing.has(log, 0),
    hasAll,
    close,
  };
  return session;
};
