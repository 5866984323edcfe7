/** What entries of channels bring about when they come: in their log's order, or ahead of it [L5]. */
import type { Entry, EntryId, LogState } from '@plexi/protocol';
import type { StoredAnnotation, StoredMessage, Write } from '@plexi/storage';
import type { Watch } from '../moderation/watch.ts';
import type { AheadOpened } from '../replica/ahead.ts';
import type { Canvases } from './canvas/canvases.ts';
import type { SpaceContext } from './context.ts';
import { dropEditsOfDeleted } from './late-edits.ts';
import type { Mailbox } from './mailbox.ts';
import type { Messages } from './messages.ts';
import { type Opened, openEntries } from './timeline.ts';
import type { Writer } from './writer.ts';

export interface ArrivalsParts {
  messages: Pick<Messages, 'announce'>;
  watch: Pick<Watch, 'owed' | 'poke'>;
  canvases: Pick<Canvases, 'announce'>;
  mailbox: Pick<Mailbox, 'take'>;
  writer: Writer;
  /** Others who are told. */
  tell: (opened: Pick<Opened, 'messages' | 'annotations'>) => void;
  /** Runs a task in the queue, behind what is running now. */
  later: (task: () => Promise<void>) => void;
}

export interface Arrivals {
  take(state: LogState, entries: readonly Entry[]): { writes: Write[]; committed: () => void };
  takeAhead(state: LogState, entries: readonly Entry[]): AheadOpened;
  announce(opened: Opened): void;
}

export const createArrivals = (context: SpaceContext, parts: ArrivalsParts): Arrivals => {
  const { replica, self } = context;
  const { messages, watch, canvases, mailbox, writer, later } = parts;

  /** [L4] An edit from another of one's devices, of a message that was deleted meanwhile, goes too. */
  const followDeletions = ({ annotations }: Opened): void => {
    const edits = annotations.filter(({ kind, device }) => kind === 'edit' && device !== self.device);
    if (edits.length > 0) later(() => dropEditsOfDeleted(context, writer, edits));
  };

  const announce = (opened: Opened): void => {
    parts.tell(opened);
    messages.announce(opened);
    watch.poke();
    followDeletions(opened);
    canvases.announce(opened.canvases);
    if (opened.mail.length > 0)
      mailbox.take(opened.mail).catch((error: unknown) => context.problem('INTERNAL', String(error)));
  };

  return {
    take: (state, entries) => {
      const opened = openEntries(context, state, entries);
      const isNew = ({ logId, sequence }: StoredMessage | StoredAnnotation): boolean =>
        !replica.ahead.isShown(logId, sequence);
      const fresh = {
        ...opened,
        messages: opened.messages.filter(isNew),
        annotations: opened.annotations.filter(isNew),
      };
      return { writes: [...opened.writes, ...watch.owed(fresh)], committed: () => announce(fresh) };
    },
    takeAhead: (state, entries) => {
      for (const { parsed } of entries) writer.observe(parsed.clock);
      const waiting = new Set<EntryId>();
      const opened = openEntries(context, state, entries, (entry) => waiting.add(entry.id));
      return {
        writes: [...opened.writes, ...watch.owed(opened)],
        waiting,
        committed: () => announce(opened),
      };
    },
    announce,
  };
};
