/** Importing chat from elsewhere: newline-delimited JSON, one `{author, time, text}` a line. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import {
  type ChannelEvent,
  type ChannelId,
  IMPORT_ENTRY_BYTES,
  IMPORT_ENTRY_LINES,
  type ImportedLine,
  importedLineId,
  LIMITS,
  plexiError,
  utf8,
} from '@plexi/protocol';
import { z } from 'zod';
import type { Space } from './space.ts';

const within = (limit: number) => (text: string) => utf8(text).length <= limit;

const lineShape = z.object({
  author: z.string().min(1).refine(within(LIMITS.importLabelBytes), 'too long'),
  time: z
    .union([
      z.string().refine(within(LIMITS.importLabelBytes), 'too long'),
      z.number().transform((ms) => timeLabel(ms)),
    ])
    .describe('Kept as it is; a number is milliseconds since 1970'),
  text: z.string().refine(within(LIMITS.messageBytes), 'too long'),
  /** How often this line stood in parts of the same file that were imported by earlier calls. */
  occurrence: z.number().int().min(0).max(LIMITS.importLines).default(0),
});

const LAST_MS = 8.64e15;
const timeLabel = (ms: number): string => (Math.abs(ms) <= LAST_MS ? new Date(ms).toISOString() : String(ms));

const readLine = (text: string, number: number): ImportedLine => {
  const fail = (why: string) => plexiError('INVALID_INPUT', { detail: `line ${number}: ${why}` });
  if (text.length > LIMITS.importLineBytes) throw plexiError('TOO_LARGE', { detail: `line ${number}` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail('not JSON');
  }
  const parsed = lineShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw fail(issue === undefined ? 'invalid' : `${issue.path.join('.')}: ${issue.message}`);
};

/** Reads a whole file before anything is written: a bad line imports nothing. Throws INVALID_INPUT, TOO_LARGE. */
const readImport = (content: string): ImportedLine[] => {
  const lines: ImportedLine[] = [];
  const seen = new Map<string, number>();
  let number = 0;
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf('\n', at);
    const text = content.slice(at, end < 0 ? content.length : end);
    at = end < 0 ? content.length : end + 1;
    number++;
    if (text.trim() === '') continue;
    if (lines.length >= LIMITS.importLines) throw plexiError('TOO_LARGE', { detail: 'lines' });
    const line = readLine(text, number);
    const key = JSON.stringify([line.author, line.time, line.text]);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    lines.push({ ...line, occurrence: line.occurrence + occurrence });
  }
  return lines;
};

/** Packs lines into events of bounded size, in order. */
const packLines = (lines: readonly ImportedLine[]): ChannelEvent[] => {
  const events: { kind: 'import'; lines: ImportedLine[] }[] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = utf8(line.text).length + utf8(line.author).length + utf8(line.time).length;
    const current = events.at(-1);
    if (
      current === undefined ||
      current.lines.length >= IMPORT_ENTRY_LINES ||
      bytes + size > IMPORT_ENTRY_BYTES
    ) {
      events.push({ kind: 'import', lines: [line] });
      bytes = size;
    } else {
      current.lines.push(line);
      bytes += size;
    }
  }
  return events;
};

/** Events written in one go; between two of them others get their turn. */
const WRITE_EVENTS = 32;
const KNOWN_LOOKUP = 10_000;

/** Imports what is not there yet. Stops between two writes when the caller is gone; importing again goes on. */
export const importLines = async (
  space: Space,
  channel: ChannelId,
  content: string,
  signal: AbortSignal,
): Promise<{ imported: number; known: number }> => {
  const lines = readImport(content);
  const fresh: ImportedLine[] = [];
  for (let at = 0; at < lines.length; at += KNOWN_LOOKUP) {
    const part = lines
      .slice(at, at + KNOWN_LOOKUP)
      .map((line) => ({ line, id: importedLineId(primitives, channel, line) }));
    const known = await space.messages.known(part.map(({ id }) => id));
    for (const { line, id } of part) if (!known.has(id)) fresh.push(line);
  }
  const events = packLines(fresh);
  for (let at = 0; at < events.length; at += WRITE_EVENTS) {
    signal.throwIfAborted();
    await space.write(channel, events.slice(at, at + WRITE_EVENTS));
  }
  return { imported: fresh.length, known: lines.length - fresh.length };
};
