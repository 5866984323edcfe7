/**
 * An AI node as a member of spaces [A1]: it answers whoever mentions it in a channel that admits it, and whoever writes to it alone.
 * What waits to be answered is what it has not read, so a restart forgets nothing and answers nothing twice. A question that names
 * several nodes is answered by one of them [A2].
 */
import path from 'node:path';
import { callOperation, type PeerEvent } from '@plexi/operations';
import { openPeer, type Peer } from '@plexi/peer';
import { isPlexiError, LIMITS, plexiError, toPlexiError } from '@plexi/protocol';
import { type AnswerOptions, answerQuestion, sayFailed } from './answer.ts';
import { type Asked, answersTo, type Call, waitingQuestions } from './questions.ts';
import { createReading } from './reading.ts';
import { createSharing } from './sharing.ts';

export interface MembershipOptions extends AnswerOptions {
  /** The node's folder; its profile is within. */
  folder: string;
  /** An invite link; without one it answers in the spaces that it is in. */
  link: string | undefined;
  /** Aborts joining. */
  signal?: AbortSignal | undefined;
}

/** A question that has waited longer than this is let be: whoever asked has gone on. */
const STALE_MS = 24 * 3600_000;
/** How often admins are told of the hours that are over. */
const TALLY_EVERY_MS = 20 * 60_000;

const WAITS = 'Somebody of the space has to be online.';

const prepare = async (
  peer: Peer,
  call: Call,
  { link, name, model, log }: MembershipOptions,
): Promise<void> => {
  const { state } = await call('account.show', {});
  if (state === 'none') await call('account.create', { name });
  await peer.start({ mode: 'up' });
  if (link !== undefined) {
    const { member, space } = await call('invite.preview', { link });
    if (!member) {
      // An invite may be for people, who read everything: no node comes as one of them.
      const { id, state: standing } = await call('space.join', { link, as: 'ai' });
      log('joined', { space: id, state: standing });
      if (standing !== 'ready') log('waits-to-be-let-in', { next: WAITS });
    } else log('member-already', { space });
  }
  await call('profile.set', { about: model.slice(0, 200) });
  await call('presence.active', { active: true });
};

/** Takes questions as they come, until it is closed. */
const startAnswering = async (
  peer: Peer,
  call: Call,
  options: MembershipOptions,
  closing: AbortSignal,
): Promise<() => Promise<void>> => {
  const { answerer, model, log } = options;
  const underWay = new Map<string, { leave: AbortController; task: Promise<void> }>();
  const reading = createReading(call, log);
  let again: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const soon = (): void => {
    if (closing.aborted) return;
    again ??= setTimeout(() => {
      again = undefined;
      looking = (looking ?? Promise.resolve()).then(look).catch((error: unknown) => {
        if (!closing.aborted) log('problem', { code: isPlexiError(error) ? error.code : 'INTERNAL' });
      });
    }, 50);
  };

  const sharing = await createSharing({
    call,
    log,
    onChange: soon,
    load: () => {
      const state = answerer.models().find(({ id }) => id === model);
      const { loaded = false, running = 0, waiting = 0, averageMs = 0 } = state ?? {};
      return { loaded, busy: running + waiting, averageMs: Math.min(averageMs, LIMITS.inferenceMs) };
    },
  });

  const done = async (asked: Asked): Promise<void> => {
    sharing.forget(asked);
    await reading.done(asked);
  };

  const take = async (asked: Asked, isAlone: boolean, leave: AbortSignal): Promise<void> => {
    sharing.began(asked);
    try {
      await answerQuestion(options, call, asked, AbortSignal.any([closing, leave]));
    } catch (error) {
      if (closing.aborted) return;
      // Another node has it.
      if (leave.aborted) return sharing.ended(asked, 'left');
      log('answer-failed', { question: asked.message.id, code: toPlexiError(error).code });
      if (!isAlone) return sharing.ended(asked, 'gave-up');
      await sayFailed(options, call, asked);
    }
    await done(asked);
  };

  const start = (asked: Asked, isAlone: boolean): void => {
    const { id } = asked.message;
    const leave = new AbortController();
    const task = take(asked, isAlone, leave.signal)
      .catch((error: unknown) => log('problem', { code: toPlexiError(error).code }))
      .finally(() => {
        underWay.delete(id);
        soon();
      });
    underWay.set(id, { leave, task });
  };

  const decide = async (asked: Asked): Promise<void> => {
    const { id, time } = asked.message;
    const nodes = await sharing.nodesFor(asked);
    const turn = sharing.turn(asked, nodes);
    const current = underWay.get(id);
    if (current !== undefined) return turn === 'wait' ? current.leave.abort() : undefined;
    const answers = await answersTo(call, asked);
    const isAnswered = answers.some(
      ({ own, authorId, inference }) =>
        own || (nodes.includes(authorId) && (inference?.answerTokens ?? 0) > 0),
    );
    if (isAnswered || Date.now() - Date.parse(time) > STALE_MS) return done(asked);
    if (turn === 'answer' && underWay.size < LIMITS.answersAtOnce) start(asked, nodes.length === 1);
    if (turn !== 'fail') return undefined;
    if (answers.length === 0) await sayFailed(options, call, asked);
    return done(asked);
  };

  async function look(): Promise<void> {
    for (const asked of await waitingQuestions(call)) reading.open(asked);
    for (const asked of reading.all()) await decide(asked);
  }

  const CONCERNS: PeerEvent['type'][] = ['messages', 'directs', 'unread', 'spaces', 'space'];
  const stop = peer.subscribe((event) => {
    sharing.hear(event);
    if (CONCERNS.includes(event.type)) soon();
  });
  const tally = (): void => {
    call('ai.tally', {}).catch((error: unknown) => {
      if (!closing.aborted) log('problem', { code: toPlexiError(error).code });
    });
  };
  const tallies = setInterval(tally, TALLY_EVERY_MS);
  tally();
  soon();
  return async () => {
    stop();
    clearInterval(tallies);
    sharing.close();
    clearTimeout(again);
    await looking;
    await Promise.allSettled([...underWay.values()].map(({ task }) => task));
  };
};

export interface Membership extends AsyncDisposable {
  /** Answers, from now until it is disposed of. */
  answer(): Promise<void>;
}

/** Joins, and answers once it is told to. Throws what joining a space throws, CANCELLED. */
export const joinSpaces = async (options: MembershipOptions): Promise<Membership> => {
  const { signal } = options;
  const abort = new AbortController();
  signal?.addEventListener('abort', () => abort.abort(), { once: true });
  const peer = await openPeer({ profile: path.join(options.folder, 'profile'), log: options.log });
  const call: Call = (id, input) =>
    callOperation(peer.handlers, id, input, { id: 'ai', signal: abort.signal }) as never;
  let stop: (() => Promise<void>) | undefined;
  const close = async (): Promise<void> => {
    abort.abort();
    await stop?.();
    await peer.close();
  };
  try {
    if (abort.signal.aborted) throw plexiError('CANCELLED');
    await prepare(peer, call, options);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    answer: async () => {
      stop = await startAnswering(peer, call, options, abort.signal);
    },
    [Symbol.asyncDispose]: close,
  };
};
