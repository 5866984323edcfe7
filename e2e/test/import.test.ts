import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { OperationClient } from '@plexi/operations';
import { connectProfile } from '@plexi/peer/host';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, REPOSITORY, type RunningRelay, type World } from '../src/world.ts';

const DATA = process.env['PLEXI_DATA'] ?? path.join(REPOSITORY, '../shared/data');
const CHAT = path.join(DATA, 'chat/irc_disentanglement.ndjson.gz');
const LINES = 10_000;

interface ChatLine {
  file: string;
  t: string;
  user?: string;
  text?: string;
}

/** The first lines that somebody said, as `message import` takes them. */
const realLines = (): { author: string; time: string; text: string }[] =>
  gunzipSync(readFileSync(CHAT))
    .toString('utf8')
    .split('\n', LINES * 2)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ChatLine)
    .filter(({ user, text }) => user !== undefined && user !== '' && text !== undefined)
    .slice(0, LINES)
    .map(({ file, t, user = '', text = '' }) => ({
      author: user,
      time: `${file.slice(-13, -3)} ${t}`,
      text,
    }));

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const lab = ['--space', 'Lab', '--channel', 'general'];

/** What a client that runs can be asked, without starting a command. */
const clientOf = async (name: string): Promise<OperationClient> => {
  const client = await connectProfile(world.folder(name));
  if (client === undefined) throw new Error(`${name}’s client does not run`);
  return client;
};

const begin = async (name: string): Promise<OperationClient> => {
  await (await world.person(name, { online: false })).close();
  await world.up(name);
  return clientOf(name);
};

/** Ada and Ben in one space on a relay, each client a process of its own. */
const meet = async (): Promise<RunningRelay> => {
  const relay = await world.relay();
  const [ada, ben] = [await begin('ada'), await begin('ben')];
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: 'Lab' });
  expect(await ben.call('space.join', { link })).toMatchObject({ state: 'ready' });
  for (const client of [ada, ben]) client.close();
  return relay;
};

const list = async (name: string): Promise<unknown[]> =>
  JSON.parse(
    await world.command(name, 'message', 'list', ...lab, '--limit', String(LINES * 2), '--json'),
  ) as unknown[];

const said = (messages: unknown[]): unknown[] =>
  (messages as { id: string; author: string; time: string; text: string }[]).map(
    ({ id, author, time, text }) => ({
      id,
      author,
      time,
      text,
    }),
  );

const untilBenHas = async (count: number): Promise<void> => {
  const ben = await clientOf('ben');
  const arrived = async (): Promise<number> =>
    (await ben.call('channel.list', { space: 'Lab' }))[0]?.messages ?? 0;
  await expect.poll(arrived, { interval: 100, timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  ben.close();
};

describe.skipIf(!existsSync(CHAT))(
  '10,000 lines of real chat (skipped without PLEXI_DATA)',
  { timeout: 150_000 },
  () => {
    it('reach the second client through the relay: the same messages in the same order, byte for byte', async () => {
      await meet();
      const lines = realLines();
      const file = world.folder('chat.ndjson');
      await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
      expect(JSON.parse(await world.command('ada', 'message', 'import', ...lab, file, '--json'))).toEqual({
        imported: LINES,
        known: 0,
      });
      await untilBenHas(LINES);
      const [ada, ben] = [said(await list('ada')), said(await list('ben'))];
      expect(ben).toEqual(ada);
      expect(ben.map((message) => ({ ...(message as object), id: undefined }))).toEqual(
        lines.map((line) => ({ ...line, id: undefined })),
      );
      expect(JSON.parse(await world.command('ada', 'message', 'import', ...lab, file, '--json'))).toEqual({
        imported: 0,
        known: LINES,
      });
    });

    it.runIf(process.env['PLEXI_LONG'] !== undefined)(
      'likewise when the relay is killed half way and started again',
      async () => {
        const relay = await meet();
        const file = world.folder('chat.ndjson');
        await writeFile(
          file,
          realLines()
            .map((line) => JSON.stringify(line))
            .join('\n'),
        );
        const importing = world.command('ada', 'message', 'import', ...lab, file);
        await untilBenHas(LINES / 10);
        await relay.stop('SIGKILL');
        const port = /\/tcp\/(\d+)\//.exec(relay.address)?.[1];
        await world.relay({ folder: relay.folder, listen: `/ip4/127.0.0.1/tcp/${port}` });
        await importing;
        await untilBenHas(LINES);
        expect(said(await list('ben'))).toEqual(said(await list('ada')));
        await world.command('ben', 'sync', 'wait', '--space', 'Lab', '--timeout', '30');
      },
    );
  },
);
