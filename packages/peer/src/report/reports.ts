/** Reports [A4] of one space: the queue, the appeals, and what of its own messages others may be shown. */
import {
  type AccountId,
  type CaseLetter,
  type Finding,
  isInCharge,
  type Letter,
  type Written,
} from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import type { SpaceContext } from '../space/context.ts';
import type { Received } from '../space/mailbox.ts';
import type { Messages } from '../space/messages.ts';
import { createRanks } from '../space/ranks.ts';
import { type Appeals, createAppeals } from './appeal.ts';
import { openCaseBook } from './case.ts';
import { createFoundReports } from './found.ts';
import { gatherEvidence, messagesBefore } from './gather.ts';
import { createHandovers, type Handovers } from './handover.ts';
import { createQueue, type Queue } from './queue.ts';
import { createVerifier } from './verifier.ts';

export interface Reports
  extends Omit<Queue, 'receive'>,
    Omit<Appeals, 'receive' | 'notify'>,
    Pick<Handovers, 'handOver' | 'look'> {
  /** Messages before one, the oldest first. */
  before(message: StoredMessage, count: number): Promise<StoredMessage[]>;
  /** What proves that a message of this space was written. Throws MESSAGE_DELETED, KEY_MISSING, TOO_LARGE. */
  evidenceOf(message: StoredMessage, count: number): Promise<Uint8Array>;
  /** Moderation found something in a message of this space. Throws what `evidenceOf` throws. */
  find(message: StoredMessage, author: AccountId, finding: Finding): Promise<void>;
  receive(received: Received<CaseLetter>): Promise<void>;
}

export const createReports = (
  context: SpaceContext,
  messages: Pick<Messages, 'editsOf'>,
  mail: (boxKeys: readonly Uint8Array[], letter: Letter) => Promise<Written | undefined>,
): Reports => {
  const { store, space, emit } = context;
  const rankOf = createRanks(context.replica);
  const book = openCaseBook({
    store,
    space,
    changed: () => emit({ type: 'reports', space }),
    counts: (written) => isInCharge(rankOf(written)),
  });
  const { receive: receiveAppeal, notify, ...appeals } = createAppeals(context, book, mail);
  const verify = createVerifier(context);
  const { receive: receiveCase, ...queue } = createQueue(context, book, mail, notify, verify);
  const {
    sending,
    receive: receiveHandover,
    ...handovers
  } = createHandovers(context, {
    book,
    cases: () => queue.cases(),
    mail,
    rankOf,
    receiveReport: receiveCase,
  });
  const found = createFoundReports(context, { book, mail, verify, rankOf });
  const evidenceOf: Reports['evidenceOf'] = async (message, count) =>
    gatherEvidence(
      context,
      message,
      await messages.editsOf(message),
      await messagesBefore(context, message, count),
    );
  return {
    ...queue,
    ...appeals,
    ...handovers,
    look: () => {
      handovers.look();
      book.recount().catch((error: unknown) => context.problem('INTERNAL', String(error)));
    },
    send: async (about, reason, note) => {
      const sent = sending();
      const report = await queue.send(about, reason, note);
      await sent(report);
      return report;
    },
    before: (message, count) => messagesBefore(context, message, count),
    evidenceOf,
    find: async (message, author, finding) =>
      found.find({ message: message.id, author, evidence: () => evidenceOf(message, 0) }, finding),
    receive: ({ letter, ...from }) => {
      switch (letter.type) {
        case 'report':
        case 'verdict':
          return receiveCase({ letter, ...from });
        case 'handover':
          return receiveHandover({ letter, ...from });
        case 'finding':
          return found.receive({ letter, ...from });
        default:
          return receiveAppeal({ letter, ...from });
      }
    },
  };
};
