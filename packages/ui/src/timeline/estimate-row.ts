import type { TimelineRow } from './timeline-rows.ts';

/** Letters in a line, roughly. */
const LINE = 76;

const estimateText = (text: string): number => {
  let lines = 0;
  for (const line of text.slice(0, 3000).split('\n', 30)) lines += Math.max(1, Math.ceil(line.length / LINE));
  return lines * 22;
};

/** Pixels that a row takes before it is measured. */
export const estimateRow = (row: TimelineRow): number => {
  if (row.type === 'outgoing') return estimateText(row.outgoing.text) + (row.head ? 34 : 2);
  if (row.type === 'change') return 30 + (row.day === undefined ? 0 : 44);
  const { message, head, day, isNew } = row;
  return (
    estimateText(message.text) +
    (head ? 34 : 2) +
    (day === undefined ? 0 : 44) +
    (isNew ? 34 : 0) +
    (message.earlierComing === true ? 30 : 0) +
    (message.replyTo === undefined ? 0 : 22) +
    ((message.reactions?.length ?? 0) === 0 ? 0 : 34) +
    (message.replies === undefined ? 0 : 36) +
    (message.poll === undefined ? 0 : 90 + message.poll.options.length * 40) +
    (message.files?.length ?? 0) * 180
  );
};
