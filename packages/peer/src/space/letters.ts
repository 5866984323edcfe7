/** What comes and goes by mail in a space, and who acts on which letter. */
import type { Introduction, Letter, Written } from '@plexi/protocol';
import { createTallies, type Tallies } from '../assistant/tallies.ts';
import { createReports, type Reports } from '../report/reports.ts';
import type { SpaceContext } from './context.ts';
import { createMailbox, type Mailbox, type Received } from './mailbox.ts';
import type { Messages } from './messages.ts';
import type { Writer } from './writer.ts';

export interface Correspondence {
  mailbox: Mailbox;
  reports: Reports;
  tallies: Tallies;
  /** Governance changed. */
  lookAtLetters: () => void;
}

export const createCorrespondence = (
  context: SpaceContext,
  writer: Writer,
  messages: Pick<Messages, 'editsOf'>,
  mail: (boxKeys: readonly Uint8Array[], letter: Letter) => Promise<Written | undefined>,
  introduced: (received: Omit<Received<Introduction>, 'written'>) => Promise<void>,
): Correspondence => {
  const reports = createReports(context, messages, mail);
  const tallies = createTallies(context, mail);
  const mailbox = createMailbox(context, writer, ({ letter, ...from }) => {
    switch (letter.type) {
      case 'introduction':
        return introduced({ letter, ...from });
      case 'tally':
        return tallies.receive({ letter, ...from });
      default:
        return reports.receive({ letter, ...from });
    }
  });
  const lookAtLetters = (): void => {
    mailbox.look();
    reports.look();
  };
  return { mailbox, reports, tallies, lookAtLetters };
};
