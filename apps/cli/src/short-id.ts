/** Messages named by the first digits of their ids, as they are shown. */
import { ID_FEWEST_DIGITS, type Message } from '@plexi/operations';
import type { Invocation } from '@plexi/operations/command';
import type { Session } from './session.ts';
import { callUnlocking } from './unlocking.ts';

const ID_DIGITS = 64;
const SHORT = new RegExp(`^[0-9a-f]{${ID_FEWEST_DIGITS},${ID_DIGITS - 1}}$`, 'u');

/** Operations beside message.* whose `id` may be that of a message. */
const ON_MESSAGES: readonly string[] = ['file.get', 'file.show', 'report.create'];

const isOnMessage = ({ id }: Invocation['operation']): boolean =>
  id.startsWith('message.') || ON_MESSAGES.includes(id);

/** What was typed of an id, where that is not all of it. */
export const shortIdIn = ({ operation }: Invocation, input: Record<string, unknown>): string | undefined => {
  const { id } = input;
  return isOnMessage(operation) && typeof id === 'string' && SHORT.test(id) ? id : undefined;
};

/** An id of the right form in place of a short one, for checking everything else. */
export const fillUp = (short: string): string => short.padEnd(ID_DIGITS, '0');

/** The whole id. Throws NOT_FOUND, AMBIGUOUS_NAME. */
export const wholeId = async (session: Session, space: unknown, short: string): Promise<string> =>
  ((await callUnlocking(session, 'message.show', { space, id: short })) as Message).id;
