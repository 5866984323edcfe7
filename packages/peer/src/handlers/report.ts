/** report.*: telling those in charge about a message, and what they decide. */
import type { Handlers, Report } from '@plexi/operations';
import { can, cutoffsFor, plexiError } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { deleteMessage } from '../space/deletion.ts';
import { type KeptReport, mayDecide } from '../space/reports.ts';
import type { Space } from '../space/space-port.ts';
import type { PeerContext } from './context.ts';
import { findMessage, findSpace, prepareWriting, withPrivateChannels } from './lookup.ts';

const show = async (client: Client, space: Space, kept: KeptReport): Promise<Report> => {
  const { account } = client.self;
  const message = await space.messages.find(kept.message);
  const author = message?.authorId;
  return {
    id: kept.report,
    reason: kept.reason,
    note: kept.note,
    time: new Date(kept.at).toISOString(),
    reporter: space.words.account(kept.by),
    own: kept.by === account,
    messageId: kept.message,
    ...(message === undefined ? {} : { message }),
    state: kept.verdict === undefined ? 'open' : 'closed',
    ...(kept.verdict === undefined
      ? {}
      : { outcome: kept.verdict.outcome, decidedBy: space.words.account(kept.verdict.by) }),
    mayDecide: mayDecide(space, account),
    mayRemove:
      author !== undefined && can(space.governance(), account, 'member.remove', author as typeof account),
  };
};

const findReport = async (
  context: PeerContext,
  name: string,
  id: string,
): Promise<{ client: Client; space: Space; kept: KeptReport }> => {
  const { client, space: parent } = await findSpace(context, name);
  for (const space of withPrivateChannels(client, parent)) {
    const kept = (await space.reports.list()).find(({ report }) => report === id);
    if (kept !== undefined) return { client, space, kept };
  }
  throw plexiError('NOT_FOUND', { detail: 'report' });
};

export const reportHandlers = (context: PeerContext) =>
  ({
    'report.create': async ({ space: name, id, reason, note }) => {
      const { client, space } = await findMessage(context, name, id);
      await prepareWriting(client, space);
      const shown = await space.messages.find(id);
      if (shown === undefined) throw plexiError('NOT_FOUND', { detail: 'message' });
      const about = { id, author: shown.authorId as typeof client.self.account };
      const report = await space.reports.send(about, reason, note);
      const { kept } = await findReport(context, name, report);
      return show(client, space, kept);
    },
    'report.list': async ({ space: name }) => {
      const { client, space: parent } = await findSpace(context, name);
      const all: Report[] = [];
      for (const space of withPrivateChannels(client, parent))
        for (const kept of await space.reports.list()) all.push(await show(client, space, kept));
      return all;
    },
    'report.close': async ({ space: name, id, outcome }) => {
      const { client, space, kept } = await findReport(context, name, id);
      if (!mayDecide(space, client.self.account)) throw plexiError('NOT_ALLOWED');
      if (kept.verdict !== undefined) throw plexiError('REPORT_CLOSED');
      await prepareWriting(client, space);
      const message = await space.messages.stored(kept.message);
      const shown = await space.messages.find(kept.message);
      if (outcome !== 'dismissed') {
        if (message === undefined || shown === undefined)
          throw plexiError('NOT_FOUND', { detail: 'message' });
        if (outcome === 'removed') {
          const account = shown.authorId as typeof client.self.account;
          const governance = space.governance();
          if (!can(governance, client.self.account, 'member.remove', account))
            throw plexiError('NOT_ALLOWED');
          const cutoffs = cutoffsFor(governance, account, space.replica.frontier.visibleHeads());
          await space.act({ type: 'member.remove', account, cutoffs });
        }
        if (shown.deleted !== true) await deleteMessage(space, message, shown.own);
      }
      await space.reports.decide(kept, outcome);
      const { kept: decided } = await findReport(context, name, id);
      return show(client, space, decided);
    },
  }) satisfies Handlers;
