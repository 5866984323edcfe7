/**
 * [A2] [C1] Which of several models' answers to one message stands: where AI nodes could not hear each other, two may have
 * answered. The first with words does, by clock and entry id; the others are folded away, on every device alike.
 */
import type { Hlc } from '../clock.ts';
import type { AccountId, EntryId } from '../ids.ts';

export interface PlacedAnswer {
  clock: Hlc;
  entry: EntryId;
  account: AccountId;
  /** Whether a model wrote it, and not the node that none could. */
  hasWords: boolean;
}

/**
 * The entry of the one that stands. Of a message that names somebody only those answer whom it names: whoever was not asked
 * takes nobody's place.
 */
export const standingAnswer = (
  answers: readonly PlacedAnswer[],
  asked: readonly AccountId[] = [],
): EntryId | undefined => {
  let first: PlacedAnswer | undefined;
  for (const answer of answers) {
    if (asked.length > 0 && !asked.includes(answer.account)) continue;
    if (first === undefined || comesBefore(answer, first)) first = answer;
  }
  return first?.entry;
};

const comesBefore = (a: PlacedAnswer, b: PlacedAnswer): boolean => {
  if (a.hasWords !== b.hasWords) return a.hasWords;
  return a.clock === b.clock ? a.entry < b.entry : a.clock < b.clock;
};
