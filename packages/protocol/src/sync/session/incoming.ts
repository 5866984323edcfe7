/**
 * The taking half of a session: what the other side says to have is fetched from it or from others [N2], what comes is judged, and
 * what could not be used stays to be asked for again. Of a side that speaks the version before [N7] whatever it sends is taken.
 */
import { decodeHeader } from '../../entry/header.ts';
import { type LogHead, type LogRef, logKey } from '../../entry/log.ts';
import { isPlexiError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import { entryWireBytes } from '../entries-frame.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { SyncFrame } from '../sync-frame.ts';
import type { Counterpart } from './counterpart.ts';
import type { Outgoing } from './outgoing.ts';
import type { Fetching, Session, SessionEvents } from './session-port.ts';
import { mayWrite } from './standing.ts';

export interface IncomingDependencies {
  replica: SyncReplica;
  session: () => Session;
  other: Counterpart;
  outgoing: Outgoing;
  fetching: Fetching;
  /** Whether both fetch what they lack [N7]. */
  asks: boolean;
  events: Pick<SessionEvents, 'problem' | 'received'>;
  send: (frame: SyncFrame) => unknown;
  refuse: (code: string) => void;
  isClosed: () => boolean;
}

export interface Incoming {
  /** The other side has these; `isNews` where it says so by itself. */
  offered(heads: readonly LogHead[], isNews: boolean): void;
  /** Asks for a log from a place on, whatever is there: its histories may part. */
  want(log: LogRef, from: number): void;
  /** Takes entries in. Throws what the replica throws. */
  take(frame: SyncFrame & { kind: 'entries' }): Promise<void>;
  /** Governance changed: what could not be taken before may be now. */
  reconsider(): void;
}

export const createIncoming = (dependencies: IncomingDependencies): Incoming => {
  const { replica, session, other, outgoing, fetching, asks, events, send } = dependencies;
  /** Logs of which something was let go, to be sent again by a side that is not asked. */
  const missed = new Map<string, LogRef>();
  const wanted = new Map<string, number>();
  /** What the other side has and may not have taken from it as yet, by log. */
  const unheard = new Map<string, LogHead>();

  const offered = (heads: readonly LogHead[], isNews: boolean): void => {
    if (!asks) return;
    const isTaken = ({ log }: LogHead): boolean =>
      mayWrite(other.standing()) && (other.standing() !== 'scoped' || other.isAdmitted(log));
    for (const head of heads)
      if (isTaken(head)) unheard.delete(logKey(head.log));
      else unheard.set(logKey(head.log), head);
    fetching.offered(session(), heads.filter(isTaken), isNews);
  };

  const want = (log: LogRef, from: number): void => {
    const key = logKey(log);
    if (wanted.get(key) === from) return;
    wanted.set(key, from);
    send({ kind: 'want', log, from });
  };

  return {
    offered,
    want,
    take: async (frame) => {
      // Former members send what they have before they know. No credit is given for it, which bounds it.
      if (!mayWrite(other.standing())) return events.problem(session(), 'ENTRY_NOT_ENTITLED');
      const { log, entries } = frame;
      const bytes = entries.reduce((sum, entry) => sum + entryWireBytes(entry), 0);
      if (other.standing() === 'scoped' && !other.isAdmitted(log)) {
        // It goes on with what it may write: of a dismissal it is only just being told.
        send({ kind: 'credit', bytes: Math.max(1, bytes) });
        return events.problem(session(), 'ENTRY_NOT_ENTITLED');
      }
      const [first, last] = [entries[0], entries.at(-1)];
      if (first === undefined || last === undefined) return;
      // Nothing of it goes back while it is being taken in.
      const [from, to] = [decodeHeader(first.header).sequence, decodeHeader(last.header).sequence];
      const had = outgoing.has(log, to);
      const outcome = await replica.ingest(log, entries).catch((error: unknown) => {
        // Nothing is wrong with the channel, and other spaces' sessions go on.
        if (isPlexiError(error) && error.code === 'RELAY_QUOTA') return undefined;
        throw error;
      });
      if (outcome === undefined) return dependencies.refuse('RELAY_QUOTA');
      if (dependencies.isClosed()) return;
      send({ kind: 'credit', bytes: Math.max(1, bytes) });
      const { accepted, refused, wantFrom } = outcome;
      const state = replica.frontier.get(log);
      const tip = state?.tip.sequence ?? 0;
      const wasAsked = fetching.came(session(), { log, from, to });
      // It waits here for what lies before it.
      const isEarly = asks && refused === 'ENTRY_OUT_OF_ORDER' && from > tip + 1;
      if (refused !== undefined && !(isEarly && wasAsked)) events.problem(session(), refused);
      if (accepted > 0) wanted.delete(logKey(log));
      if (asks && refused !== undefined) {
        // Whoever sends it has it: it is asked for again, as soon as it can be of use.
        if (!wasAsked) fetching.offered(session(), [{ log, sequence: to }], false);
        if (!isEarly) fetching.refused(session(), log);
      }
      if (!asks && outcome.dropped && missed.size < LIMITS.heldEntries) missed.set(logKey(log), log);
      if (wantFrom !== undefined && !isEarly) want(log, wantFrom);
      if (refused !== undefined) {
        const taken = accepted === 0 ? 0 : Math.min(state?.visible.sequence ?? 0, to);
        if (!asks) outgoing.lacks(log, Math.max(had, taken) + 1);
        // What waits here for governance is there all the same.
        else if (refused !== 'LOG_UNKNOWN') outgoing.hasOnly(log, Math.max(had, taken));
      }
      if (state === undefined || (refused !== undefined && accepted === 0)) return;
      // Also of what was here already: the sender may have missed our word for it.
      events.received(session(), state);
    },
    reconsider: () => {
      for (const [key, log] of missed) {
        missed.delete(key);
        // It may have been asked for, and let go, before.
        wanted.delete(key);
        if (mayWrite(other.standing())) want(log, (replica.frontier.get(log)?.tip.sequence ?? 0) + 1);
      }
      offered([...unheard.values()], false);
      if (mayWrite(other.standing())) fetching.reconsidered(session());
      for (const { log, tip } of replica.branchesLacking()) {
        wanted.delete(logKey(log));
        if (mayWrite(other.standing())) want(log, tip.sequence + 1);
      }
    },
  };
};
