import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LIMITS } from '@plexi/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Run {
  status: number | null;
  lines: Record<string, unknown>[];
  said: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-moderation-'));
});
afterAll(async () => rm(folder, { recursive: true }));

/** Runs it with a home that has no account; `input` is written to its standard input. */
const classifyLines = async (args: readonly string[], input = ''): Promise<Run> =>
  new Promise((resolve, reject) => {
    const program = path.join(import.meta.dirname, '../src/main.ts');
    const child = spawn(process.execPath, [program, 'moderation', 'classify', ...args], {
      env: { PATH: process.env['PATH'], HOME: folder },
    });
    let out = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({
        status,
        said,
        lines: out
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      }),
    );
    child.stdin.end(input);
  });

describe('plexi moderation classify [A3]', () => {
  it('answers each message with a line, and needs no account', async () => {
    const file = path.join(folder, 'messages.ndjson');
    const texts = ['see you at ten', 'you f\u200bu\u200bc\u200bk', 'The bus to Scunthorpe leaves at nine'];
    await writeFile(file, texts.map((text) => JSON.stringify({ text, id: 1 })).join('\r\n'));
    const { status, lines, said } = await classifyLines([file]);
    expect({ status, said }).toEqual({ status: 0, said: '' });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ flagged: false, label: 'none', words: [] });
    expect(lines[1]).toMatchObject({ flagged: true, label: 'toxicity', tier: 'rules' });
    expect(lines[1]?.['words']).toContain('f\u200bu\u200bc\u200bk');
    expect(lines[2]).toMatchObject({ flagged: false });
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['flagged', 'label', 'confidence', 'scores', 'tier', 'words']);
      expect(Object.keys(line['scores'] as object)).toEqual([
        'toxicity',
        'hate',
        'threat',
        'sexual',
        'spam',
        'scam',
      ]);
    }
  });

  it('says which lines are no messages, and loses none of the others', async () => {
    const good = JSON.stringify({ text: 'good morning' });
    const input = [
      good,
      'not JSON',
      '{"words":"no text"}',
      '{"text":17}',
      '',
      JSON.stringify({ text: 'x'.repeat(LIMITS.messageBytes + 1) }),
      JSON.stringify({ text: '', padding: 'x'.repeat(LIMITS.moderatedLineBytes) }),
      JSON.stringify({ text: 'a'.repeat(1024 * 1024) }),
      JSON.stringify({ text: 'é'.repeat(LIMITS.messageBytes / 2) }),
      good,
    ].join('\n');
    const { status, lines, said } = await classifyLines(['-'], input);
    expect(status).toBe(1);
    const bad = lines.filter((line) => 'error' in line).map((line) => line['line']);
    expect(bad).toEqual([2, 3, 4, 6, 7, 8]);
    expect(lines.filter((line) => line['flagged'] === false)).toHaveLength(3);
    expect(lines.at(-1)).toMatchObject({ label: 'none' });
    expect(said).toContain('line 2: not JSON');
    expect(said).toContain('line 7: longer than');
  });

  it('refuses a file that is not there or a folder', async () => {
    const missing = await classifyLines([path.join(folder, 'nothing')]);
    expect(missing).toMatchObject({ status: 1, lines: [] });
    expect(missing.said).toContain('NOT_FOUND');
    expect((await classifyLines([folder])).said).toContain('FILE_UNREADABLE');
    expect((await classifyLines([])).status).toBe(2);
  });
});
