/** [D1] The peer's program as a child of plain Node: from source, and as it is built for Electron. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOperationClient } from '@plexi/operations';
import { connectProfile } from '@plexi/peer/host';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startNodePeer } from '../src/host/peer-process.ts';
import { type PeerSupervisor, supervisePeer } from '../src/host/peer-supervisor.ts';

const SOURCE = path.join(import.meta.dirname, '..', 'src', 'peer', 'index.ts');
const BUILT = path.join(import.meta.dirname, '..', 'out', 'main', 'peer.js');

let folder: string;
let supervisors: PeerSupervisor[];
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-peer-'));
  supervisors = [];
  said = [];
});
afterEach(async () => {
  for (const supervisor of supervisors) await supervisor.stop();
  await rm(folder, { recursive: true, force: true });
});

const supervise = (
  program: string,
  options: { profile?: string; kills?: (() => void)[] } = {},
): PeerSupervisor => {
  const supervisor = supervisePeer({
    start: () => {
      const process = startNodePeer(program);
      options.kills?.push(() => process.kill());
      return process;
    },
    profile: options.profile ?? folder,
    defaultRelays: [],
    say: (sentence) => said.push(sentence),
    restartMs: 10,
    patienceMs: 500,
  });
  supervisors.push(supervisor);
  return supervisor;
};

test.for([
  ['from source', SOURCE],
  ['as built for Electron', BUILT],
] as const)(
  'views and commands share the profile that the process has open, %s',
  async ([, program], { skip }) => {
    skip(!existsSync(program), 'not built yet');
    const supervisor = supervise(program);
    const first = createOperationClient(supervisor.connect());
    const second = createOperationClient(supervisor.connect());
    expect(await first.call('account.show', {})).toMatchObject({ state: 'none' });
    const changed = new Promise((resolve) => second.onEvent(resolve));
    await first.call('account.create', { name: 'Ada' });
    expect(await changed).toEqual({ type: 'account' });
    expect(await second.call('account.show', {})).toMatchObject({ state: 'ready', name: 'Ada' });
    const command = await connectProfile(folder);
    expect(await command?.call('account.show', {})).toMatchObject({ name: 'Ada' });
    command?.close();
    expect(said).toEqual([]);
  },
);

test('a killed peer comes back with what it had', async () => {
  const kills: (() => void)[] = [];
  const supervisor = supervise(SOURCE, { kills });
  const before = createOperationClient(supervisor.connect());
  await before.call('account.create', { name: 'Ada' });
  kills[0]?.();
  await before.closed;
  const after = createOperationClient(supervisor.connect());
  expect(await after.call('account.show', {})).toMatchObject({ state: 'ready', name: 'Ada' });
  expect(said).toHaveLength(1);
}, 40_000);

test('two processes never open one profile at once; when the first has gone, the second can', async () => {
  const first = supervise(SOURCE);
  await createOperationClient(first.connect()).call('account.show', {});
  const second = supervise(SOURCE);
  const view = createOperationClient(second.connect());
  await expect(view.call('account.show', {})).rejects.toMatchObject({ code: 'PROFILE_IN_USE' });
  await first.stop();
  await second.settled;
  // The second tries again by itself, a moment later each time.
  await vi.waitFor(
    async () => {
      const again = createOperationClient(second.connect());
      expect(await again.call('account.show', {})).toMatchObject({ state: 'none' });
    },
    { timeout: 15_000, interval: 200 },
  );
});

test('a folder that cannot be used is an error with its code', async () => {
  await writeFile(path.join(folder, 'file'), '');
  const view = createOperationClient(supervise(SOURCE, { profile: path.join(folder, 'file') }).connect());
  await expect(view.call('account.show', {})).rejects.toMatchObject({ code: 'PROFILE_INVALID' });
});
