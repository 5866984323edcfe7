import { execFile, fork } from 'node:child_process';
import { promisify } from 'node:util';
import type { DeviceId } from '@plexi/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { numbered, numberOf, person } from './story.ts';

interface Started {
  device: DeviceId;
  addresses: string[];
}

const startProcess = async (name: string) => {
  const child = fork(new URL('./node-process.ts', import.meta.url), [name], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const started = await new Promise<Started>((resolve) => child.once('message', resolve));
  return { child, ...started };
};

test('a killed process is noticed within a second', async () => {
  const other = await startProcess('killed');
  const ada = await person('ada');
  const channel = await ada.network.connect(other.device, other.addresses);
  channel.send(numbered(1));
  await ada.received(1);
  const before = performance.now();
  other.child.kill('SIGKILL');
  expect((await channel.closed).reason).toBe('lost');
  expect(performance.now() - before).toBeLessThan(1000);
});

test('a silent one is noticed after a missed answer to a ping', async () => {
  const other = await startProcess('silent');
  const ada = await person('ada', { keepalive: { intervalMs: 300, timeoutMs: 600 } });
  const channel = await ada.network.connect(other.device, other.addresses);
  other.child.kill('SIGSTOP');
  const before = performance.now();
  expect((await channel.closed).reason).toBe('lost');
  expect(performance.now() - before).toBeLessThan(3000);
});

test('an idle channel is kept by those pings, also where an answer takes longer than to the next ping', async () => {
  const other = await startProcess('idle');
  const ada = await person('ada', { keepalive: { intervalMs: 400, timeoutMs: 8000 } });
  const channel = await ada.network.connect(other.device, other.addresses);
  await new Promise((resolve) => setTimeout(resolve, 500));
  other.child.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 900));
  other.child.kill('SIGCONT');
  channel.send(numbered(7));
  await ada.received(1);
  expect(ada.frames.map(numberOf)).toEqual([7]);
});

// The first process is stopped, not killed, so that nobody sees it end.
test.each([
  { restarts: 'emil', stays: 'ada', isLower: false },
  { restarts: 'ada', stays: 'emil', isLower: true },
])(
  '$restarts, restarted, gets a channel although the old one still looks alive',
  async ({ restarts, stays, isLower }) => {
    const first = await startProcess(restarts);
    const other = await person(stays);
    const old = await other.network.connect(first.device, first.addresses);
    first.child.kill('SIGSTOP');
    const second = await person(restarts);
    expect(second.device < other.device).toBe(isLower);
    const channel = await second.network.connect(other.device, other.network.addresses());
    expect((await old.closed).reason).toBe('superseded');
    channel.send(numbered(1));
    await other.received(1);
  },
);

test('importing the package does not load libp2p', async () => {
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve: (name, context, next) => (seen.push(name), next(name, context)) });
    await import(process.argv[1]);
    console.log(JSON.stringify(seen));
  `;
  const index = new URL('../src/index.ts', import.meta.url).href;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
    index,
  ]);
  const seen = JSON.parse(stdout) as string[];
  expect(seen).toContain('./create-network.ts');
  expect(seen.filter((name) => /libp2p|multiformats/.test(name))).toEqual([]);
});
