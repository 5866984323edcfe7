/**
 * One space's session with one peer [N2]: both say hello with a digest of what they have; where the digests differ they
 * exchange frontiers; then each sends what the other lacks, governance and keys first, and goes on with what is new.
 * The same code runs at a relay and at a client. Credit bounds what is under way [L6].
 */
import {
  decodeHeader,
  type EntryId,
  encodeFrame,
  endOfMembership,
  entryWireBytes,
  equalBytes,
  type Hlc,
  idToBytes,
  isPlexiError,
  LIMITS,
  type LogRef,
  logKey,
  plexiError,
  type Receipt,
  readReceipt,
  type SyncFrame,
  signedDigestBytes,
} from '@plexi/protocol';
import type { LogState } from '../replica/frontier.ts';
import { createBodyRequests } from './body-requests.ts';
import { createOutgoing } from './outgoing.ts';
import type { Session, SessionDependencies } from './session-port.ts';
import { judgeStanding, mayRead, mayWrite, type Standing } from './standing.ts';

/** Creates a session; `start` says hello. */
export const createSession = (dependencies: SessionDependencies): Session => {
  const { primitives, replica, device, self, now, events } = dependencies;
  const missed = new Map<string, LogRef>();
  const wanted = new Map<string, number>();
  const unacknowledged: Receipt[] = [];
  let proof: Uint8Array | undefined;
  let standing: Standing = 'founding';
  let invite: string | undefined;
  let phase: 'new' | 'greeted' | 'frontier' | 'live' | 'closed' = 'new';
  let sentHello = false;
  let sentFrontier = false;

  const send = (frame: SyncFrame): boolean =>
    phase === 'closed' ? false : dependencies.send(encodeFrame(replica.space, frame));

  const close = (): void => {
    phase = 'closed';
    outgoing.stop();
  };

  const refuse = (code: string): void => {
    send({ kind: 'refused', code });
    close();
    events.refused(session, code, false);
  };

  const judge = (): void => {
    const was = standing;
    const answer = judgeStanding({
      primitives,
      space: replica.space,
      governance: replica.governance(),
      device,
      self,
      proof,
      nowMs: now(),
    });
    standing = answer.standing;
    invite = answer.invite;
    if (standing === 'stranger') refuse(answer.refusal);
    else if (was !== standing && standing !== 'founding') events.entitled(session);
  };

  /** A former member learns of the removal and of nothing that came after it. */
  const removal = (): Hlc | undefined => {
    const governance = replica.governance();
    return standing === 'former' && governance !== undefined
      ? endOfMembership(governance, device)
      : undefined;
  };

  const readableEnd = (state: LogState): number =>
    mayRead(standing, state.log, replica.channels) ? state.visible.sequence : 0;

  const outgoing = createOutgoing({
    replica,
    readableEnd,
    until: removal,
    send: (log, entries) => send({ kind: 'entries', log, entries }),
    drained: dependencies.drained,
    failed: () => close(),
  });

  const bodies = createBodyRequests({ replica, readableEnd, send });

  const goLive = (): void => {
    phase = 'live';
    events.live(session);
    outgoing.start();
  };

  const sendFrontier = (): void => {
    sentFrontier = true;
    // How far the space has come is no longer a former member's business: its own logs it knows, the removal it is sent.
    const shown = standing === 'former' ? [] : replica.frontier.visibleHeads();
    const heads = shown.filter(
      (head) => standing === 'founding' || readableEnd(replica.stateOf(head.log)) > 0,
    );
    for (let at = 0; at === 0 || at < heads.length; at += LIMITS.frontierLogs) {
      const part = heads.slice(at, at + LIMITS.frontierLogs);
      send({ kind: 'frontier', heads: part, last: at + LIMITS.frontierLogs >= heads.length });
    }
  };

  const hello = (): void => {
    sentHello = true;
    send({ kind: 'hello', digest: replica.frontier.digest(), invite: dependencies.invite });
  };

  const onHello = (digest: Uint8Array, shown: Uint8Array | undefined): void => {
    if (phase !== 'new') throw plexiError('FRAME_INVALID', { detail: 'hello twice' });
    proof = shown;
    phase = 'greeted';
    if (!sentHello) hello();
    judge();
    if (standing === 'stranger') return;
    if (equalBytes(digest, replica.frontier.digest())) {
      for (const head of replica.frontier.visibleHeads()) outgoing.has(head.log, head.sequence);
      goLive();
    } else {
      phase = 'frontier';
      sendFrontier();
    }
  };

  const onFrontier = (heads: { log: LogRef; sequence: number; id: EntryId }[], last: boolean): void => {
    // The digests were equal when we looked, and not any more when they did: then they tell us what they have now.
    if (phase !== 'frontier' && phase !== 'live') throw plexiError('FRAME_INVALID', { detail: 'frontier' });
    if (outgoing.logs + heads.length > LIMITS.logsPerSpace)
      throw plexiError('FRAME_INVALID', { detail: 'too many logs' });
    for (const head of heads) {
      outgoing.has(head.log, head.sequence);
      const ours = replica.frontier.get(head.log)?.visible;
      // Same place, other entry: ask for theirs, so that the proof of equivocation comes to light [L2].
      if (ours?.sequence === head.sequence && ours.id !== head.id) want(head.log, head.sequence);
    }
    if (!last) return;
    if (phase === 'live') {
      if (!sentFrontier) sendFrontier();
      outgoing.pump();
    } else goLive();
  };

  const want = (log: LogRef, from: number): void => {
    const key = logKey(log);
    if (wanted.get(key) === from) return;
    wanted.set(key, from);
    send({ kind: 'want', log, from });
  };

  const onEntries = async (frame: SyncFrame & { kind: 'entries' }): Promise<void> => {
    // Former members send what they have before they know. No credit is given for it, which bounds it.
    if (!mayWrite(standing)) return events.problem(session, 'ENTRY_NOT_ENTITLED');
    const bytes = frame.entries.reduce((sum, entry) => sum + entryWireBytes(entry), 0);
    const outcome = await replica.ingest(frame.log, frame.entries).catch((error: unknown) => {
      // Nothing is wrong with the channel, and other spaces' sessions go on.
      if (isPlexiError(error) && error.code === 'RELAY_QUOTA') return undefined;
      throw error;
    });
    if (outcome === undefined) return refuse('RELAY_QUOTA');
    if (phase === 'closed') return;
    send({ kind: 'credit', bytes: Math.max(1, bytes) });
    const key = logKey(frame.log);
    if (outcome.refused !== undefined) events.problem(session, outcome.refused);
    if (outcome.accepted > 0) wanted.delete(key);
    if (outcome.dropped && missed.size < LIMITS.heldEntries) missed.set(key, frame.log);
    if (outcome.wantFrom !== undefined) want(frame.log, outcome.wantFrom);
    const state = replica.frontier.get(frame.log);
    const last = frame.entries.at(-1);
    if (state === undefined || last === undefined) return;
    if (outcome.refused !== undefined && outcome.accepted === 0) return;
    // What was held here before may reach further than the sender does.
    outgoing.has(frame.log, Math.min(state.visible.sequence, decodeHeader(last.header).sequence));
    // Also of what was here already: the sender may have missed our word for it.
    events.received(session, state);
  };

  const onReceipts = (receipts: readonly Uint8Array[]): void => {
    for (const bytes of receipts) {
      const receipt = readReceipt(primitives, bytes);
      if (receipt.space !== replica.space)
        throw plexiError('FRAME_INVALID', { detail: 'receipt of another space' });
      const state = replica.frontier.byId(receipt.logId);
      if (state !== undefined && receipt.holder === device) outgoing.has(state.log, receipt.sequence);
      events.receipt(session, receipt, bytes);
    }
    send({ kind: 'receipted', count: receipts.length });
  };

  const reconsider = (): void => {
    if (phase === 'new' || phase === 'closed') return;
    judge();
    for (const [key, log] of missed) {
      missed.delete(key);
      // It may have been asked for, and let go, before.
      wanted.delete(key);
      if (mayWrite(standing)) want(log, (replica.frontier.get(log)?.tip.sequence ?? 0) + 1);
    }
    outgoing.pump();
  };

  const handle = async (frame: SyncFrame): Promise<void> => {
    if (phase === 'closed') return;
    if (phase === 'new' && frame.kind !== 'hello' && frame.kind !== 'refused') {
      throw plexiError('FRAME_INVALID', { detail: 'before hello' });
    }
    switch (frame.kind) {
      case 'hello':
        return onHello(frame.digest, frame.invite);
      case 'frontier':
        return onFrontier(frame.heads, frame.last);
      case 'entries':
        return onEntries(frame);
      case 'credit':
        return outgoing.credit(frame.bytes);
      case 'receipts':
        return onReceipts(frame.receipts);
      case 'receipted':
        return events.receiptsTaken(session, unacknowledged.splice(0, frame.count));
      case 'want':
        if (replica.frontier.get(frame.log) !== undefined) outgoing.lacks(frame.log, frame.from);
        return undefined;
      case 'want-bodies':
        return bodies.give(frame.log, frame.sequences);
      case 'join':
        return events.join(session, frame.request);
      case 'ask-digest': {
        if (standing !== 'member' && standing !== 'relay') return undefined;
        const digest = replica.frontier.digest();
        const signature = dependencies.signDigest(signedDigestBytes(replica.space, self, digest));
        send({ kind: 'digest', digest, signature });
        return undefined;
      }
      case 'digest': {
        const signed = signedDigestBytes(replica.space, device, frame.digest);
        if (!primitives.verify(frame.signature, signed, idToBytes(device)))
          throw plexiError('FRAME_INVALID', { detail: 'digest' });
        return events.digest(session, frame.digest, frame.signature);
      }
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
    standing: () => standing,
    invite: () => invite,
    start: () => {
      if (!sentHello) hello();
    },
    handle,
    pump: (state) => outgoing.pump(state),
    offerReceipts: (receipts) => {
      if (phase === 'closed' || receipts.length === 0) return;
      for (let at = 0; at < receipts.length; at += LIMITS.receiptsPerFrame) {
        const part = receipts.slice(at, at + LIMITS.receiptsPerFrame);
        unacknowledged.push(...part.map(({ receipt }) => receipt));
        send({ kind: 'receipts', receipts: part.map(({ bytes }) => bytes) });
      }
    },
    send,
    drained: dependencies.drained,
    reconsider,
    refuse,
    askBodies: () => {
      if (phase === 'live' && (standing === 'member' || standing === 'relay')) bodies.ask();
    },
    isLive: () => phase === 'live',
    hasAll: () => phase === 'live' && outgoing.isIdle(),
    close,
  };
  return session;
};
