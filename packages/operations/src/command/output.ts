/** What a person reads: an operation's output or error in words, with nothing in it that a terminal would obey. */
import type { PlexiError } from '@plexi/protocol';
import type { SearchResult } from '../catalogue/message/search.ts';
import type { AnyOperation } from '../catalogue.ts';
import { reportShape } from '../report.ts';
import { messageShape } from '../shapes.ts';
import { syncStatusShape } from '../sync-shapes.ts';
import { harmlessLine, harmlessText } from './harmless.ts';
import { renderMessage } from './message.ts';
import { inOneLanguage } from './plugin.ts';
import { renderReport } from './report.ts';
import { renderSearch } from './search.ts';
import { renderChannels } from './sync.ts';
import { alignRows } from './table.ts';

export interface RenderOptions {
  /** Turns an ISO 8601 time into the reader's form. @default as it is */
  formatTime?: (iso: string) => string;
  /** In which plugins' words are shown. @default 'en' */
  language?: string;
}

type Row = Record<string, unknown>;

const ID = /^[0-9a-f]{64}$/;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `governanceHeads` as `governance heads`. */
const label = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const cell = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return harmlessLine(String(value));
  if (Array.isArray(value)) return value.map(cell).join(', ');
  if (isRow(value)) return Object.values(value).map(cell).join(' ');
  return '';
};

/** Ids are long and last. */
const columnsOf = (rows: readonly Row[]): string[] => {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) =>
    rows.some((row) => row[key] !== undefined),
  );
  const isIdColumn = (key: string): boolean =>
    rows.every((row) => row[key] === undefined || (typeof row[key] === 'string' && ID.test(row[key])));
  return [...keys.filter((key) => !isIdColumn(key)), ...keys.filter(isIdColumn)];
};

const renderTable = (rows: readonly Row[]): string[] => {
  const keys = columnsOf(rows);
  return alignRows([
    keys.map((key) => label(key).toUpperCase()),
    ...rows.map((row) => keys.map((key) => cell(row[key]))),
  ]);
};

const renderRecord = (record: Row): string[] => {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  const isTable = (value: unknown): value is Row[] =>
    Array.isArray(value) && value.length > 0 && value.every(isRow);
  const plain = entries.filter(([, value]) => !isTable(value));
  const lines = alignRows(plain.map(([key, value]) => [`${label(key)}:`, cell(value)]));
  for (const [key, value] of entries)
    if (isTable(value)) lines.push(`${label(key)}:`, ...renderTable(value).map((line) => `  ${line}`));
  return lines;
};

const PHRASE_WORDS_PER_LINE = 6;

/** The recovery phrase, numbered, with what there is to know about it. */
const renderPhrase = (phrase: string): string[] => {
  const words = phrase.split(' ').map((word, i) => `${String(i + 1).padStart(2)} ${harmlessLine(word)}`);
  const rows: string[][] = [];
  for (let i = 0; i < words.length; i += PHRASE_WORDS_PER_LINE)
    rows.push(words.slice(i, i + PHRASE_WORDS_PER_LINE));
  return [
    '',
    'Your recovery phrase. Write these words down, in order, and keep them where nobody else finds them:',
    '',
    ...alignRows(rows).map((line) => `  ${line}`),
    '',
    'They are shown this once. Whoever has them is you; without them nobody, not even we, can restore the account.',
  ];
};

/** The output as text without a final line break; empty where there is nothing to say. */
export const renderOutput = (
  operation: AnyOperation,
  given: unknown,
  { formatTime = (iso) => iso, language = 'en' }: RenderOptions = {},
): string => {
  const output = operation.id.startsWith('plugin.') ? inOneLanguage(given, language) : given;
  if (Array.isArray(output)) {
    const messages = output.map((item) => messageShape.safeParse(item));
    if (output.length === 0) return 'Nothing here yet.';
    if (messages.every((message) => message.success))
      return messages.map((message) => renderMessage(message.data, formatTime)).join('\n');
    if (operation.id === 'report.list')
      return output.map((item) => renderReport(reportShape.parse(item), formatTime)).join('\n\n');
    return renderTable(output.filter(isRow)).join('\n');
  }
  const message = messageShape.safeParse(output);
  if (message.success) return renderMessage(message.data, formatTime, true);
  if (!isRow(output)) return cell(output);
  const report = reportShape.safeParse(output);
  if (report.success) {
    const { checks, entries } = output;
    return [renderReport(report.data, formatTime), ...renderRecord({ checks, entries })].join('\n');
  }
  if (operation.id.startsWith('canvas.') && typeof output['markdown'] === 'string')
    return harmlessText(output['markdown'], '');
  if (operation.id === 'plugin.run')
    return typeof output['said'] === 'string' ? harmlessText(output['said'], '') : '';
  if (operation.id === 'proof.export') return harmlessText(String(output['proof']).trimEnd(), '');
  if (operation.id === 'message.search')
    return renderSearch(output as SearchResult, (found) => renderMessage(found, formatTime));
  const status = syncStatusShape.safeParse(output);
  if (status.success) {
    const { channels, ...others } = status.data;
    return [...renderRecord(others), ...renderChannels(channels)].join('\n');
  }
  const { phrase, ...rest } = output;
  return [...renderRecord(rest), ...(typeof phrase === 'string' ? renderPhrase(phrase) : [])].join('\n');
};

/** Where there is a list to take a name from. */
const LISTS: Record<string, string> = {
  space: 'plexi space list',
  channel: 'plexi channel list --space SPACE',
  member: 'plexi member list --space SPACE',
  message: 'plexi message list --space SPACE --channel CHANNEL',
  file: 'plexi file list --space SPACE --channel CHANNEL',
  'direct message': 'plexi dm list',
  report: 'plexi report list --space SPACE',
  device: 'plexi device list',
};

/** An error as text: its code, what happened, and what to do next. */
export const renderError = (error: PlexiError): string => {
  const { code, message, next, detail = '' } = error;
  const list = code === 'NOT_FOUND' ? LISTS[detail] : undefined;
  return list === undefined
    ? `${code}: ${harmlessLine(message)}\n${harmlessLine(next)}`
    : `${code}: There is no ${detail} by that name or id.\nSee which there are with: ${list}`;
};
