/** The pipe to the inference process, from which anything may come. */
import { duplexPair } from 'node:stream';
import { LIMITS } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { openLineChannel } from '../../src/inference/line-channel.ts';
import { type Report, reportShape } from '../../src/inference/process-messages.ts';

const setUp = () => {
  const [ours, theirs] = duplexPair();
  const heard: Report[] = [];
  const ended = Promise.withResolvers<void>();
  const channel = openLineChannel<Report, unknown>(
    ours,
    reportShape,
    (report) => heard.push(report),
    () => ended.resolve(),
  );
  theirs.on('error', () => undefined);
  return { channel, theirs, heard, ended: ended.promise };
};

describe('[L6] what an inference process says', () => {
  test('is taken line by line, however it is cut', async () => {
    const { theirs, heard, ended } = setUp();
    const lines = '{"kind":"alive"}\n{"kind":"text","id":1,"text":"ünd"}\n';
    for (const byte of Buffer.from(lines)) theirs.write(Buffer.from([byte]));
    theirs.end();
    await ended;
    expect(heard).toEqual([{ kind: 'alive' }, { kind: 'text', id: 1, text: 'ünd' }]);
  });

  test('ends the channel where it is not of the form', async () => {
    for (const line of [
      'no JSON',
      '{"kind":"else"}',
      '{"kind":"text","id":-1,"text":""}',
      '{"kind":"failed","id":1,"code":"NO_SUCH_CODE"}',
      '{"kind":"failed","id":1,"code":"toString"}',
      '[]',
      `{"kind":"embedded","id":1,"tokens":1,"vectors":${JSON.stringify(Array.from({ length: LIMITS.embeddingTexts + 1 }, () => [1]))}}`,
    ]) {
      const { theirs, heard, ended } = setUp();
      theirs.write(`${line}\n{"kind":"alive"}\n`);
      await ended;
      expect([line, heard]).toEqual([line, []]);
    }
  });

  test('may be so long, with or without an end', async () => {
    const rest = '{"kind":"text","id":1,"text":""}'.length;
    const fits = setUp();
    fits.theirs.write(`{"kind":"text","id":1,"text":"${'x'.repeat(LIMITS.inferenceMessageBytes - rest)}"}\n`);
    fits.theirs.end();
    await fits.ended;
    expect(fits.heard).toHaveLength(1);
    const { theirs, heard, ended } = setUp();
    theirs.write('x'.repeat(LIMITS.inferenceMessageBytes + 1));
    await ended;
    expect(heard).toEqual([]);
  });

  test('and one that does not listen is given up', async () => {
    const { channel, ended } = setUp();
    const line = 'x'.repeat(1024 * 1024);
    let sent = 0;
    while (channel.send(line)) sent += line.length;
    await ended;
    expect(sent).toBeLessThanOrEqual(LIMITS.inferenceQueueBytes);
    expect(channel.send(line)).toBe(false);
  });
});
