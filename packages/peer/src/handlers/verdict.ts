/** report.*: what those in charge decide, and what comes of an appeal. */
import type { Handlers, ReportOutcome } from '@plexi/operations';
import { type AccountId, cutoffsFor, muteIn, plexiError, silenceCutoffs } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { KeptNotice } from '../report/appeal.ts';
import { type Case, isParty } from '../report/queue.ts';
import { deleteMessage } from '../space/deletion.ts';
import type { Space } from '../space/space.ts';
import { showNotice } from './cases.ts';
import type { PeerContext } from './context.ts';
import { findSpace, prepareWriting } from './lookup.ts';
import { actionsOn, hideableIn, mayReview } from './powers.ts';
import { findCase, findingsBeside, showReport } from './report.ts';

/** Takes a message from everyone, or gives it back. */
const hide = async (client: Client, space: Space, of: Case, on: boolean): Promise<void> => {
  const home = await hideableIn(client, space, of.message);
  const message = await home?.messages.stored(of.message);
  if (home === undefined || message === undefined) return;
  const shown = await home.messages.find(of.message);
  if ((shown?.deleted === true) === on) return;
  await home.write(message.channel, [{ kind: 'hide', target: of.message, on }]);
};

/** Has everybody see what waited for somebody to have reviewed it [A3]. */
const show = async (client: Client, space: Space, of: Case): Promise<void> => {
  const home = await hideableIn(client, space, of.message);
  const message = await home?.messages.stored(of.message);
  const shown = await home?.messages.find(of.message);
  if (home === undefined || message === undefined || shown?.withheld === undefined) return;
  await home.write(message.channel, [{ kind: 'hide', target: of.message, on: false }]);
};

/** Orders that what was said goes for good, after its time [L4]. */
const redact = async (client: Client, space: Space, of: Case): Promise<void> => {
  const home = await hideableIn(client, space, of.message);
  const message = await home?.messages.stored(of.message);
  if (home !== undefined && message !== undefined) await deleteMessage(home, message, false);
};

/** Does what was decided. */
const perform = async (
  client: Client,
  space: Space,
  of: Case,
  outcome: ReportOutcome,
  until: number,
): Promise<void> => {
  const governance = space.governance();
  const frontier = space.replica.frontier.visibleHeads();
  const author = of.author as AccountId;
  switch (outcome) {
    case 'dismissed':
    case 'warned':
      return show(client, space, of);
    case 'hidden':
      return hide(client, space, of, true);
    case 'redacted':
      return redact(client, space, of);
    case 'muted': {
      const cutoffs = silenceCutoffs(governance, author, frontier);
      await space.act({ type: 'member.mute', account: author, until, cutoffs });
      return;
    }
    case 'removed':
    case 'banned': {
      await hide(client, space, of, true);
      const cutoffs = cutoffsFor(governance, author, frontier);
      const ban = outcome === 'banned' ? { ban: until } : {};
      await space.act({ type: 'member.remove', account: author, cutoffs, ...ban });
    }
  }
};

/** Takes back what can be: a message shows again, a voice is given back. */
const reverse = async (client: Client, space: Space, of: Case): Promise<void> => {
  const { verdict, author } = of;
  if (verdict?.outcome === 'hidden' || verdict?.outcome === 'redacted') await hide(client, space, of, false);
  if (verdict?.outcome !== 'muted' || author === undefined) return;
  if (muteIn(space.governance().state, author) !== undefined)
    await space.act({ type: 'member.unmute', account: author });
};

const findNotice = async (
  context: PeerContext,
  name: string,
  id: string,
): Promise<{ client: Client; space: Space; notice: KeptNotice }> => {
  const { client, space } = await findSpace(context, name);
  const notice = (await space.reports.notices()).find(({ report }) => report === id);
  if (notice === undefined) throw plexiError('NOT_FOUND', { detail: 'notice' });
  return { client, space, notice };
};

export const verdictHandlers = (context: PeerContext) =>
  ({
    'report.close': async ({ space: name, id, outcome, until, words }) => {
      const { client, space, kept } = await findCase(context, name, id);
      if (kept.verdict !== undefined) throw plexiError('REPORT_CLOSED');
      if (!(await actionsOn(client, space, kept)).includes(outcome)) throw plexiError('NOT_ALLOWED');
      await prepareWriting(client, space);
      const ends = until === undefined ? 0 : Date.parse(until);
      await perform(client, space, kept, outcome, ends);
      const decision = { outcome, until: ends, words };
      await space.reports.decide(kept, decision);
      const parent = (await findSpace(context, name)).space;
      for (const beside of await findingsBeside(client, parent, kept)) {
        if (isParty(beside.kept, client.self.account)) continue;
        await prepareWriting(client, beside.place);
        await beside.place.reports.decideToo(beside.kept, decision);
      }
      return showReport(client, space, (await findCase(context, name, id)).kept);
    },
    'report.acknowledge': async ({ space: name, id }) => {
      const { client, space, notice } = await findNotice(context, name, id);
      await space.reports.acknowledge(notice);
      return showNotice(client, space, { ...notice, seen: true });
    },
    'report.appeal': async ({ space: name, id, words }) => {
      const { client, space, notice } = await findNotice(context, name, id);
      await prepareWriting(client, space);
      await space.reports.appeal(notice, words);
      await space.reports.acknowledge(notice);
      return showNotice(client, space, (await findNotice(context, name, id)).notice);
    },
    'report.review': async ({ space: name, id, outcome, words }) => {
      const { client, space, kept } = await findCase(context, name, id);
      if (kept.review !== undefined) throw plexiError('REPORT_CLOSED');
      if (!mayReview(client, space, kept)) throw plexiError('NOT_ALLOWED');
      await prepareWriting(client, space);
      if (outcome === 'reversed') await reverse(client, space, kept);
      await space.reports.review(kept, outcome, words);
      return showReport(client, space, (await findCase(context, name, id)).kept);
    },
  }) satisfies Handlers;
