/** Marks put around or before what is selected in a text field: pure, so that the field only has to take the outcome. */

export interface Selected {
  text: string;
  /** UTF-16 units from the start. */
  start: number;
  end: number;
}

export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'link' | 'list' | 'quote';

const AROUND: Partial<Record<Format, string>> = { bold: '**', italic: '_', strike: '~~', code: '`' };
const BEFORE: Partial<Record<Format, string>> = { list: '- ', quote: '> ' };

const wrap = ({ text, start, end }: Selected, mark: string): Selected => {
  const inner = text.slice(start, end);
  const before = text.slice(0, start);
  const after = text.slice(end);
  // Pressed again on the same words, the marks go.
  if (before.endsWith(mark) && after.startsWith(mark))
    return {
      text: before.slice(0, -mark.length) + inner + after.slice(mark.length),
      start: start - mark.length,
      end: end - mark.length,
    };
  return { text: before + mark + inner + mark + after, start: start + mark.length, end: end + mark.length };
};

const fence = ({ text, start, end }: Selected): Selected => {
  const inner = text.slice(start, end);
  const lead = start === 0 || text[start - 1] === '\n' ? '' : '\n';
  const opened = `${lead}\`\`\`\n`;
  const tail = text[end] === '\n' || end === text.length ? '\n```' : '\n```\n';
  return {
    text: text.slice(0, start) + opened + inner + tail + text.slice(end),
    start: start + opened.length,
    end: end + opened.length,
  };
};

const prefix = ({ text, start, end }: Selected, mark: string): Selected => {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lines = text.slice(from, end).split('\n');
  const all = lines.every((line) => line.startsWith(mark));
  const next = lines.map((line) => (all ? line.slice(mark.length) : mark + line)).join('\n');
  const change = all ? -mark.length : mark.length;
  return {
    text: text.slice(0, from) + next + text.slice(end),
    start: Math.max(from, start + change),
    end: from + next.length,
  };
};

const link = ({ text, start, end }: Selected): Selected => {
  const words = text.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/u.test(words);
  const made = isAddress ? `[](${words})` : `[${words}](https://)`;
  const at = isAddress ? start + 1 : start + made.length - 1;
  return { text: text.slice(0, start) + made + text.slice(end), start: at, end: at };
};

export const formatText = (selected: Selected, format: Format): Selected => {
  const around = AROUND[format];
  if (format === 'code' && selected.text.slice(selected.start, selected.end).includes('\n'))
    return fence(selected);
  if (around !== undefined) return wrap(selected, around);
  const before = BEFORE[format];
  return before === undefined ? link(selected) : prefix(selected, before);
};
