/** `plexi moderation classify`: judges the messages of a file as they are read; needs no profile and no network. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { classify } from '@plexi/ai/moderation';
import type { Invocation } from '@plexi/operations/command';
import { LIMITS, plexiError } from '@plexi/protocol';
import { z } from 'zod';
import { remark, writeBytes } from './printing.ts';

const lineShape = z.object({ text: z.string() });
const LINE_BREAK = 10;

/** Lines as they come, together: each one's bytes, or `undefined` for one that is longer than a line may be. */
async function* splitLines(stream: Readable): AsyncGenerator<(Buffer | undefined)[]> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (): Buffer | undefined => {
    const line = length > LIMITS.moderatedLineBytes ? undefined : Buffer.concat(parts);
    parts = [];
    length = 0;
    return line;
  };
  const add = (part: Buffer): void => {
    length += part.length;
    // Of what is too long nothing is kept.
    if (length > LIMITS.moderatedLineBytes) parts = [];
    else parts.push(part);
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines: (Buffer | undefined)[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end >= 0; end = chunk.indexOf(LINE_BREAK, from)) {
      add(chunk.subarray(from, end));
      lines.push(take());
      from = end + 1;
    }
    add(chunk.subarray(from));
    yield lines;
  }
  if (length > 0) yield [take()];
}

/** The text of a line, or what is wrong with it. */
const readText = (line: Buffer | undefined): { text: string } | { problem: string } => {
  if (line === undefined) return { problem: `longer than ${LIMITS.moderatedLineBytes} bytes` };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch (error) {
    return { problem: error instanceof TypeError ? 'not UTF-8' : 'not JSON' };
  }
  const parsed = lineShape.safeParse(json);
  if (!parsed.success) return { problem: 'no field "text" with a string in it' };
  const { text } = parsed.data;
  return Buffer.byteLength(text) > LIMITS.messageBytes
    ? { problem: `a text longer than ${LIMITS.messageBytes} bytes` }
    : { text };
};

const isBlank = (line: Buffer | undefined): boolean =>
  line !== undefined && line.every((byte) => byte === 13 || byte === 32 || byte === 9);

/** Throws NOT_FOUND, FILE_UNREADABLE. */
const openStream = (path: string): Readable => (path === '-' ? process.stdin : createReadStream(path));

const unreadable = (error: unknown, path: string): never => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') throw plexiError('NOT_FOUND', { cause: error, detail: `file ${path}` });
  if (code === 'EISDIR' || code === 'EACCES')
    throw plexiError('FILE_UNREADABLE', { cause: error, detail: path });
  throw error;
};

/**
 * Prints a line of JSON for each line read: a verdict, or `{"error", "line"}`, which is said on standard error too. Resolves
 * with whether every line was a message. Throws NOT_FOUND, FILE_UNREADABLE.
 */
export const classifyFile = async (invocation: Invocation): Promise<boolean> => {
  const { path } = invocation.input as { path: string };
  let number = 0;
  let bad = 0;
  const judge = async (line: Buffer | undefined): Promise<string> => {
    number += 1;
    if (isBlank(line)) return '';
    const read = readText(line);
    if ('text' in read) return `${JSON.stringify(classify(read.text))}\n`;
    bad += 1;
    await remark(`line ${number}: ${read.problem}`);
    return `${JSON.stringify({ error: read.problem, line: number })}\n`;
  };
  try {
    for await (const lines of splitLines(openStream(path))) {
      let answers = '';
      for (const line of lines) answers += await judge(line);
      await writeBytes(Buffer.from(answers));
    }
  } catch (error) {
    unreadable(error, path);
  }
  return bad === 0;
};
