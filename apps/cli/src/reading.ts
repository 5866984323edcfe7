/** What a command reads besides its arguments: standard input or a file, bounded and as UTF-8. */
import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { LIMITS, plexiError } from '@plexi/protocol';

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw plexiError('INVALID_INPUT', { cause: error, detail: 'not UTF-8' });
  }
};

/** All of standard input, without the line break that ends it. Throws TOO_LARGE, INVALID_INPUT. */
export const readStandardInput = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LIMITS.callBytes) throw plexiError('TOO_LARGE', { detail: 'standard input' });
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
};

/** The lines of a stream as bytes. Throws TOO_LARGE with the number of a line that is. */
async function* splitLines(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let lines = 0;
  const checked = (line: Buffer): Buffer => {
    lines += 1;
    if (line.length > LIMITS.importLineBytes) throw plexiError('TOO_LARGE', { detail: `line ${lines}` });
    if (lines > LIMITS.importLines)
      throw plexiError('TOO_LARGE', { detail: `more than ${LIMITS.importLines} lines` });
    return line;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, from)) {
      yield checked(rest.subarray(from, end));
      from = end + 1;
    }
    rest = rest.subarray(from);
    if (rest.length > LIMITS.importLineBytes) checked(rest);
  }
  if (rest.length > 0) yield checked(rest);
}

/**
 * Says of a line that stood in earlier portions how often it did: what says the same twice is two messages, and each portion
 * is a call of its own, which cannot know.
 */
const countRepeats = (): { mark: (line: string) => string; endPortion: () => void } => {
  const earlier = new Map<string, number>();
  let current = new Map<string, number>();
  return {
    mark: (line) => {
      const key = hash('sha256', line.trim(), 'base64');
      current.set(key, (current.get(key) ?? 0) + 1);
      const before = earlier.get(key);
      return before === undefined ? line : line.replace(/^(\s*\{)/, `$1"occurrence":${before},`);
    },
    endPortion: () => {
      for (const [key, count] of current) earlier.set(key, (earlier.get(key) ?? 0) + count);
      current = new Map();
    },
  };
};

/** Half of what one call may be: the rest is for its other fields. */
const PORTION_BYTES = LIMITS.callBytes / 2;
/** What a mark adds to a line. */
const REPEAT_BYTES = 32;

/**
 * The lines of the file at `path` (`-` is standard input) in portions that each fit into one call.
 * Throws NOT_FOUND, TOO_LARGE, INVALID_INPUT.
 */
export async function* readPortions(path: string): AsyncGenerator<string> {
  const stream = path === '-' ? process.stdin : createReadStream(path);
  let lines: string[] = [];
  let size = 0;
  const repeats = countRepeats();
  try {
    for await (const bytes of splitLines(stream)) {
      const text = decode(bytes);
      const encoded = Buffer.byteLength(JSON.stringify(text)) + REPEAT_BYTES;
      if (size + encoded > PORTION_BYTES && lines.length > 0) {
        repeats.endPortion();
        yield lines.join('\n');
        lines = [];
        size = 0;
      }
      lines.push(repeats.mark(text));
      size += encoded;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw plexiError('NOT_FOUND', { cause: error, detail: `file ${path}` });
    if (code === 'EISDIR' || code === 'EACCES')
      throw plexiError('INVALID_INPUT', { cause: error, detail: `cannot read ${path}` });
    throw error;
  }
  if (lines.length > 0) yield lines.join('\n');
}
