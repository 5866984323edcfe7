/** What an account may do about a case [A4]: by rank, and never where it is a party. */
import type { ReportOutcome } from '@plexi/operations';
import { can, isInCharge } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { hasSay, reviewersOf } from '../report/people.ts';
import { type Case, isAppealable, isParty } from '../report/queue.ts';
import type { Space } from '../space/space.ts';
import { spacesWithin } from './lookup.ts';

/** The space, private channel or direct message that a reported message is in, where this device has it. */
export const homeOfMessage = async (
  client: Client,
  space: Space,
  message: string,
): Promise<Space | undefined> => {
  for (const home of [...spacesWithin(client, space), ...client.small.directs()])
    if ((await home.messages.stored(message)) !== undefined) return home;
  return undefined;
};

/** Where somebody may take a message from everyone; undefined where they may not. */
export const hideableIn = async (
  client: Client,
  space: Space,
  message: string,
): Promise<Space | undefined> => {
  const home = await homeOfMessage(client, space, message);
  const role = home?.replica.governance()?.state.members[client.self.account]?.role;
  const isTheirs = home === space || home?.small?.kind === 'channel';
  return isTheirs && isInCharge(role) && home?.summary().state === 'ready' ? home : undefined;
};

/** What this account may decide: nothing once somebody has; nothing but dismissing where the evidence does not hold. */
export const actionsOn = async (client: Client, space: Space, of: Case): Promise<ReportOutcome[]> => {
  const { account } = client.self;
  const governance = space.governance();
  if (of.verdict !== undefined || !hasSay(governance, account) || isParty(of, account)) return [];
  const { author } = of;
  if (author === undefined) return ['dismissed'];
  const home = await hideableIn(client, space, of.message);
  const shown = await home?.messages.find(of.message);
  const isHere = shown !== undefined && shown.deleted !== true;
  const isMember = governance.state.members[author] !== undefined;
  const allowed: [ReportOutcome, boolean][] = [
    ['dismissed', true],
    ['warned', isMember],
    ['hidden', isHere],
    // An imported line shares its body with others.
    ['redacted', isHere && shown.kind === 'post'],
    ['muted', can(governance, account, 'member.mute', author)],
    ['removed', can(governance, account, 'member.remove', author)],
    ['banned', can(governance, account, 'member.remove', author)],
  ];
  return allowed.flatMap(([outcome, isAllowed]) => (isAllowed ? [outcome] : []));
};

/** Whether this account may decide the appeal. */
export const mayReview = (client: Client, space: Space, of: Case): boolean => {
  const { account } = client.self;
  const { verdict, appeal, review, by, author, finding } = of;
  if (verdict === undefined || appeal === undefined || review !== undefined) return false;
  return (
    isAppealable(verdict.outcome) &&
    reviewersOf(space.governance(), verdict.by, [finding === undefined ? by : undefined, author]).includes(
      account,
    )
  );
};
