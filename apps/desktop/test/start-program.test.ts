/** `npm start -- --browser` as a program: further profiles, quitting and stopping. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createOperationClient, type OperationClient } from '@plexi/operations';
import { localRelayStatus } from '@plexi/peer/host';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { overWebSocket } from '../src/browser/socket-connection.ts';
import { talkTo, tokenOf } from './web-client.ts';

const START = path.join(import.meta.dirname, '..', '..', '..', 'scripts', 'start.ts');
const LINK = 'plexi://join/a-secret-that-is-no-argument';
const STARTED_MS = 120_000;

let home: string;
let children: ChildProcess[];

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'plexi-start-'));
  vi.stubEnv('PLEXI_HOME', home);
  children = [];
});
afterEach(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

interface Program {
  child: ChildProcess;
  address: string;
  ended: Promise<unknown>;
  said(): string;
}

const start = async (...args: string[]): Promise<Program> => {
  const child = spawn(process.execPath, [START, '--browser', '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    ended.then(() => Promise.reject(new Error(said))),
  ]);
  return { child, ended, said: () => said, address: /http:\S+/.exec(line)?.[0] ?? '' };
};

const view = async (address: string): Promise<OperationClient> => {
  const { port } = new URL(address);
  const { origin, exchange } = talkTo({
    port: Number(port),
    oneTimeAddress: () => address,
    close: async () => undefined,
  });
  const { session } = JSON.parse((await exchange(tokenOf(address))).body) as { session: string };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/channel`, ['plexi.1', `session.${session}`], {
    origin,
  });
  await once(socket, 'open');
  return createOperationClient(overWebSocket(socket));
};

test(
  'a second profile opens at the invitation, outlives "Quit" of the first, and stops with its terminal',
  async () => {
    const first = await start();
    const ada = await view(first.address);
    expect(await ada.call('app.show', {})).toMatchObject({
      mode: 'browser',
      profile: 'default',
      version: expect.stringMatching(/^\d/),
      relay: { localOnly: true, address: expect.stringContaining('/ip4/127.0.0.1/tcp/') },
    });
    const second = await ada.call('app.second', { link: LINK });
    expect(second).toMatchObject({ profile: 'second', address: expect.stringContaining('#token=') });
    expect(second.address).not.toContain('join');
    const ben = await view(second.address ?? '');
    expect(await ben.call('app.show', {})).toMatchObject({ profile: 'second', invitation: LINK });
    expect(await localRelayStatus()).toMatchObject({ clients: 2 });

    await ada.call('app.quit', {});
    await ada.closed;
    await vi.waitFor(() => expect(first.said()).toContain('Ctrl-C stops it too'), 15_000);
    expect(await ben.call('account.show', {})).toMatchObject({ state: 'none' });

    first.child.kill('SIGINT');
    await ben.closed;
    await first.ended;
    expect(first.child.exitCode).toBe(0);
  },
  STARTED_MS,
);

test(
  'the second stops with a killed first, and the relay after the last',
  async () => {
    const first = await start();
    const ada = await view(first.address);
    const ben = await view((await ada.call('app.second', { link: LINK })).address ?? '');
    first.child.kill('SIGKILL');
    await ben.closed;
    await vi.waitFor(async () => expect(await localRelayStatus()).toEqual({ running: false }), {
      timeout: 40_000,
      interval: 500,
    });
  },
  STARTED_MS,
);
