/** Being introduced to small spaces: what is opened at once, what waits to be accepted, and what is too much. */
import { type AccountId, type Introduction, LIMITS } from '@plexi/protocol';
import type { Received } from '../space/mailbox.ts';
import type { Space } from '../space/space.ts';
import { isKnown } from './acquaintance.ts';
import type { SmallContext } from './context.ts';
import { reachOf } from './reach.ts';
import { type SmallRecord, smallRecordWrite } from './record.ts';

const isTooMuch = (context: SmallContext, account: AccountId, standing: SmallRecord['standing']): boolean => {
  const all = [...context.records.values()];
  const ofThem = all.filter(({ by }) => by === account);
  if (all.length >= LIMITS.smallSpaces) return true;
  if (account !== context.self.account && ofThem.length >= LIMITS.smallSpacesOfOne) return true;
  if (standing !== 'request') return false;
  const requests = all.filter((record) => record.standing === 'request');
  const asked = ofThem.filter((record) => record.standing === 'request');
  return requests.length >= LIMITS.directRequests || asked.length >= LIMITS.directRequestsOfOne;
};

/** What was decided on another device counts. */
const standingOf = (
  context: SmallContext,
  letter: Introduction,
  account: AccountId,
): SmallRecord['standing'] => {
  if (letter.kind === 'channel') return 'open';
  const decided = context.decisions.of(letter.space);
  if (decided !== undefined) return decided;
  return isKnown(context, account) ? 'open' : 'request';
};

const recordOf = (
  context: SmallContext,
  parent: Space,
  { letter, account }: Omit<Received<Introduction>, 'written'>,
): SmallRecord => ({
  kind: letter.kind,
  parent: parent.id,
  by: account,
  name: letter.name,
  relays: letter.relays,
  // Where no relay holds it, whoever wrote has it.
  devices: (
    Object.keys(parent.governance().state.members[account]?.devices ?? {}) as SmallRecord['devices']
  ).slice(0, LIMITS.mailRecipients),
  standing: standingOf(context, letter, account),
});

/** Takes in an introduction: what is too much is let go, and said. */
export const acceptIntroduction = async (
  context: SmallContext,
  parent: Space,
  received: Omit<Received<Introduction>, 'written'>,
): Promise<void> => {
  const { letter, account } = received;
  const isMember = parent.governance().state.members[account] !== undefined;
  if (parent.small !== undefined || !isMember || context.space(letter.space) !== undefined) return;
  if (context.decisions.isBlocked(account)) return;
  const record = recordOf(context, parent, received);
  if (isTooMuch(context, account, record.standing))
    return context.problem('TOO_BUSY', 'introductions to small spaces');
  await context.store.commit([smallRecordWrite(letter.space, record)]);
  context.records.set(letter.space, record);
  await context.open(letter.space, record);
  if (reachOf(context, letter.space) === 'closed') return;
  context.emit(record.kind === 'direct' ? { type: 'directs' } : { type: 'space', space: record.parent });
};

/** A small space that is not what it was introduced as is put aside. */
export const isAsIntroduced = (context: SmallContext, space: Space, record: SmallRecord): boolean => {
  const state = space.replica.governance()?.state;
  if (state === undefined) return true;
  return (
    state.kind === record.kind &&
    (record.kind !== 'direct' || state.owners?.includes(context.self.account) === true)
  );
};

/** The letter that introduces a small space. */
export const letterOf = (space: Space, record: SmallRecord): Introduction => ({
  type: 'introduction',
  space: space.id,
  kind: record.kind,
  name: record.kind === 'direct' ? '' : space.summary().name,
  relays: Object.values(space.governance().state.relays).map(({ device, addresses }) => ({
    device,
    addresses: addresses.slice(0, 2),
  })),
});
