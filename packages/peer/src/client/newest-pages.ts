/**
 * [L5] Whom this device asks for the newest page of a channel, and when: first of what a view shows, of a space that is new here of
 * its first channel, and of what is before it when somebody looks there. One question about a channel at a time.
 */
import type { ChannelId, ErrorCode, Page, Session, SpaceId } from '@plexi/protocol';
import type { PageWay } from '../replica/ahead-book.ts';
import type { Space } from '../space/space.ts';
import type { Timers } from './timers.ts';

export interface NewestPagesDependencies {
  sessions: (space: SpaceId) => Session[];
  spaces: ReadonlyMap<SpaceId, Space>;
  /** Whether the other side of a session is known to have nothing that is not here. */
  isInSync: (space: Space, session: Session) => boolean;
  timers: Timers;
  failed: (error: unknown) => void;
}

export interface NewestPages {
  /** A session, governance or keys changed. */
  look(space: Space): void;
  /** A view shows this channel. */
  shows(space: Space, channel: ChannelId): void;
  /** Has what is before the pages of a channel come; resolves when it did, or does not come soon. */
  earlier(space: Space, channel: ChannelId): Promise<void>;
  take(session: Session, page: Page): Promise<ErrorCode | undefined>;
}

/** Entries of a page that is asked for: what a view shows at first, with what was said about it. */
const PAGE_ENTRIES = 100;
/** How long an answer is waited for, and what differs by little comes by itself. */
const ANSWER_MS = 4_000;
const GRACE_MS = 700;
/** How often what is new is asked for while the history before it is coming. */
const AGAIN_MS = 3_000;
/** Channels of one space that count as shown: those last looked at. */
const SHOWN_CHANNELS = 4;
/** Pages that are asked for until one has a message to be shown. */
const PAGES_WITHOUT = 4;

interface Question {
  session: Session;
  way: PageWay;
  answered: PromiseWithResolvers<void>;
  /** Whether others are asked instead; a late answer is as good. */
  isLate: boolean;
}

export const createNewestPages = (dependencies: NewestPagesDependencies): NewestPages => {
  const { sessions, spaces, timers, failed, isInSync } = dependencies;
  const shown = new Map<SpaceId, ChannelId[]>();
  const questions = new Map<ChannelId, Question[]>();
  /** Those that were asked for a newest page of these channels, and those that let one wait. */
  const asked = new WeakMap<Session, Set<ChannelId>>();
  const late = new WeakSet<Session>();
  const arrivedWith = new WeakSet<Session>();

  /** [N4] Relays that broke their word are asked last. */
  const rank = (space: Space, session: Session): number =>
    Number(session.standing() === 'relay') -
    (late.has(session) ? 2 : 0) -
    (space.receipts.broken.isBy(session.device) ? 4 : 0);

  const sourcesOf = (space: Space): Session[] =>
    sessions(space.id)
      .filter((session) => session.pages.isWorthAsking() && !isInSync(space, session))
      .sort((a, b) => rank(space, b) - rank(space, a));

  const questionsAbout = (channel: ChannelId): Question[] => questions.get(channel) ?? [];

  /** The source to ask next: one that owes an answer about the channel is not asked another thing. */
  const sourceFor = (space: Space, channel: ChannelId, isFresh: boolean): Session | undefined =>
    sourcesOf(space).find(
      (session) =>
        questionsAbout(channel).every((question) => question.session !== session) &&
        !(isFresh && asked.get(session)?.has(channel) === true),
    );

  const ask = (space: Space, channel: ChannelId, way: PageWay, session: Session): Promise<void> => {
    const under = questionsAbout(channel).find(({ isLate }) => !isLate);
    if (under !== undefined) return under.answered.promise;
    const question: Question = { session, way, answered: Promise.withResolvers<void>(), isLate: false };
    const open = new Set(sessions(space.id));
    questions.set(channel, [...questionsAbout(channel).filter((it) => open.has(it.session)), question]);
    timers.later(ANSWER_MS, () => {
      if (!questionsAbout(channel).includes(question)) return;
      question.isLate = true;
      late.add(session);
      question.answered.resolve();
    });
    session.pages.ask(channel, PAGE_ENTRIES, space.replica.ahead.places(channel, way));
    return question.answered.promise;
  };

  const isEmpty = (space: Space, channel: ChannelId): boolean =>
    space.replica.frontier.inChannel(channel).every(({ tip }) => tip.sequence === 0);

  const earlier: NewestPages['earlier'] = async (space, channel) => {
    const source = sourceFor(space, channel, false);
    if (source !== undefined && space.replica.ahead.gap(channel) !== undefined)
      await ask(space, channel, 'earlier', source);
  };

  /** Until there is something to be shown: a page may hold reactions only. */
  const begin = async (space: Space, channel: ChannelId, source: Session): Promise<void> => {
    await ask(space, channel, 'newest', source);
    for (let more = 0; more < PAGES_WITHOUT; more++) {
      const gap = space.replica.ahead.gap(channel);
      const [last] = await space.messages.page(channel, { limit: 1, withoutApart: true });
      if (gap === undefined || (last !== undefined && last.clock >= gap.floor)) return;
      await earlier(space, channel);
    }
  };

  const isReady = (space: Space): boolean => space.summary().state === 'ready';

  /** Whether this device came to the space while a source of it was connected: all of it is still to come. */
  const isNew = (space: Space): boolean => sourcesOf(space).some((session) => arrivedWith.has(session));

  const lookAt = (space: Space, channel: ChannelId, isAgain: boolean): void => {
    if (!isReady(space) || questionsAbout(channel).some(({ isLate }) => !isLate)) return;
    const source =
      sourceFor(space, channel, true) ?? (isAgain ? sourceFor(space, channel, false) : undefined);
    if (source === undefined) return;
    asked.set(source, (asked.get(source) ?? new Set()).add(channel));
    begin(space, channel, source).catch(failed);
  };

  /** What is shown; in a space where nothing was as yet, its first channel. */
  const channelsOf = (space: Space): ChannelId[] => {
    const known = shown.get(space.id);
    return known ?? (isReady(space) ? space.channels().slice(0, 1) : []).map(({ id }) => id);
  };

  const soon = (space: Space, channel: ChannelId): void => {
    if (isNew(space) || isEmpty(space, channel)) return lookAt(space, channel, false);
    if (sourcesOf(space).length > 0) timers.later(GRACE_MS, () => lookAt(space, channel, false));
  };

  /** What a source told of, and no relay has, is not coming. */
  const isComplete = (space: Space): boolean => {
    const relays = sessions(space.id).filter((session) => session.isLive() && session.standing() === 'relay');
    return relays.length > 0 && relays.every((relay) => isInSync(space, relay));
  };

  timers.every(AGAIN_MS, () => {
    for (const [id, space] of spaces) {
      const { ahead } = space.replica;
      if (ahead.missing() === 0) continue;
      if (isComplete(space)) space.replica.run(() => ahead.settle()).catch(failed);
      for (const channel of shown.get(id) ?? [])
        if (ahead.gap(channel) !== undefined) lookAt(space, channel, true);
    }
  });

  return {
    look: (space) => {
      if (!isReady(space)) for (const session of sessions(space.id)) arrivedWith.add(session);
      const isShown = shown.has(space.id);
      for (const channel of channelsOf(space))
        if (isShown || isNew(space) || isEmpty(space, channel)) soon(space, channel);
    },
    shows: (space, channel) => {
      const known = (shown.get(space.id) ?? []).filter((it) => it !== channel);
      shown.set(space.id, [channel, ...known].slice(0, SHOWN_CHANNELS));
      soon(space, channel);
    },
    earlier,
    take: async (session, page) => {
      const question = questionsAbout(page.channel).find((it) => it.session === session);
      const space = spaces.get(session.replica.space);
      if (question === undefined || space === undefined) return undefined;
      try {
        return await space.replica.run(() => space.replica.ahead.take(page, question.way));
      } finally {
        questions.set(
          page.channel,
          questionsAbout(page.channel).filter((it) => it !== question),
        );
        late.delete(session);
        question.answered.resolve();
      }
    },
  };
};
