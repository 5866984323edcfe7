/** report.*: telling those in charge about a message, and what they and its author see of it. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers, Report, ShownReport } from '@plexi/operations';
import { type AccountId, plexiError } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import type { Client } from '../client/client.ts';
import { isOrdinary } from '../client/reach.ts';
import { hasSay } from '../report/people.ts';
import type { Case } from '../report/queue.ts';
import type { Space } from '../space/space.ts';
import { showCase, showNotice } from './cases.ts';
import type { PeerContext } from './context.ts';
import { findMessage, findSpace, prepareWriting, spacesWithin } from './lookup.ts';

interface Placed {
  place: Space;
  kept: Case;
}

const casesWithin = async (client: Client, space: Space): Promise<Placed[]> => {
  const all: Placed[] = [];
  for (const place of spacesWithin(client, space))
    for (const kept of await place.reports.cases()) all.push({ place, kept });
  return all;
};

/** What moderation found in the message of a case, and nobody has decided yet [A3]. */
export const findingsBeside = async (client: Client, space: Space, of: Case): Promise<Placed[]> =>
  (await casesWithin(client, space)).filter(
    ({ kept }) => kept.finding !== undefined && kept.verdict === undefined && kept.message === of.message,
  );

/** Whether a finding is to be seen with what somebody reported about the same message, and is no item of its own. */
const isWithReport = ({ kept }: Placed, all: readonly Placed[]): boolean =>
  kept.finding !== undefined &&
  all.some(
    ({ kept: other }) =>
      other.finding === undefined &&
      other.author !== undefined &&
      other.message === kept.message &&
      other.verdict?.by === kept.verdict?.by &&
      other.verdict?.outcome === kept.verdict?.outcome,
  );

/** The case with its space, or with the private channel of it that moderation found it in. Throws NOT_FOUND. */
export const findCase = async (
  context: PeerContext,
  name: string,
  id: string,
): Promise<{ client: Client; space: Space; kept: Case }> => {
  const { client, space } = await findSpace(context, name);
  for (const place of spacesWithin(client, space)) {
    const kept = (await place.reports.cases()).find(({ report }) => report === id);
    if (kept !== undefined) return { client, space: place, kept };
  }
  throw plexiError('NOT_FOUND', { detail: 'report' });
};

/** A case without its evidence laid open. */
export const showReport = async (client: Client, space: Space, kept: Case): Promise<Report> => {
  const { checks: _, entries: __, ...report }: ShownReport = await showCase(primitives, client, space, kept);
  return report;
};

/** Who wrote a message: of an imported line, who imported it. */
const authorOf = async (space: Space, message: StoredMessage): Promise<AccountId> => {
  const [shown] = await space.messages.present([message]);
  if (shown === undefined) throw plexiError('NOT_FOUND', { detail: 'message' });
  return shown.authorId as AccountId;
};

/**
 * Whose people in charge a report may go to: the space's; of a private channel or a direct message, those of the spaces that both
 * are in, the one that it belongs to or was opened from first.
 */
const placesFor = (client: Client, space: Space, author: AccountId): Space[] => {
  const { small } = space;
  if (small === undefined) return [space];
  return client
    .spaces()
    .filter((other) => isOrdinary(other) && other.summary().state === 'ready')
    .filter((other) => other.governance().state.members[author] !== undefined)
    .sort((a, b) => Number(b.id === small.parent) - Number(a.id === small.parent));
};

/** Who would hear of a report about somebody. */
const peopleTold = (place: Space, author: AccountId, self: AccountId): string[] =>
  Object.values(place.governance().state.members)
    .filter(
      ({ account }) => account !== author && account !== self && hasSay(place.replica.governance(), account),
    )
    .map(({ account }) => place.words.account(account));

export const reportHandlers = (context: PeerContext) =>
  ({
    'report.create': async ({ space: name, id, reason, note, to, context: count }) => {
      const { client, space, message } = await findMessage(context, name, id);
      const author = await authorOf(space, message);
      if (author === client.self.account) throw plexiError('NOT_ALLOWED', { detail: 'your own message' });
      const places = placesFor(client, space, author);
      const place = to === undefined ? places[0] : (await findSpace(context, to)).space;
      if (place === undefined) throw plexiError('NOBODY_IN_CHARGE');
      if (!places.includes(place))
        throw plexiError('NOT_ALLOWED', { detail: 'who wrote it is not in that space' });
      await prepareWriting(client, place);
      const evidence = await space.reports.evidenceOf(message, count);
      const report = await place.reports.send({ message: id, author, evidence }, reason, note);
      const { kept } = await findCase(context, place.id, report);
      return showReport(client, place, kept);
    },
    'report.preview': async ({ space: name, id, context: count }) => {
      const { client, space, message } = await findMessage(context, name, id);
      const author = await authorOf(space, message);
      const shown = [...(await space.reports.before(message, count)), message];
      return {
        places: placesFor(client, space, author).map((place) => ({
          id: place.id,
          name: place.summary().name,
          people: peopleTold(place, author, client.self.account),
        })),
        elsewhere: space.small !== undefined,
        messages: await space.messages.present(shown),
      };
    },
    'report.list': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      const cases = await casesWithin(client, space);
      const items = cases.filter((one) => !isWithReport(one, cases));
      const all = await Promise.all(items.map(({ place, kept }) => showReport(client, place, kept)));
      return all.sort((a, b) => (a.time < b.time ? -1 : 1));
    },
    'report.show': async ({ space: name, id }) => {
      const { client, space, kept } = await findCase(context, name, id);
      return showCase(primitives, client, space, kept);
    },
    'report.notices': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return Promise.all((await space.reports.notices()).map((notice) => showNotice(client, space, notice)));
    },
  }) satisfies Handlers;
