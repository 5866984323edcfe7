/** A disk that is really full: a file system of a few megabytes, and a file that takes all that is left of it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../src/world.ts';

const mounted: string[] = [];
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  for (const folder of mounted.splice(0)) execFileSync('umount', ['--lazy', folder]);
  await world.close();
});

const mount = (folder: string): boolean => {
  mkdirSync(folder, { recursive: true });
  if (process.platform !== 'linux') return false;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder]).status === 0;
};

const canMount = ((): boolean => {
  const folder = `/tmp/plexi-mount-${process.pid}`;
  const could = mount(folder);
  if (could) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return could;
})();

const smallDisk = (name: string): { folder: string; fill: () => void; free: () => void } => {
  const disk = world.folder(name);
  mount(disk);
  mounted.push(disk);
  const ballast = path.join(disk, 'ballast');
  return {
    folder: path.join(disk, 'data'),
    fill: () => {
      for (let block = 1 << 16; block >= 1; block >>= 4) {
        try {
          for (;;) writeFileSync(ballast, Buffer.alloc(block), { flag: 'a' });
        } catch {
          // Nothing of that size fits any more.
        }
      }
    },
    free: () => rmSync(ballast),
  };
};

const lab = { space: 'Lab', channel: 'general' } as const;
const WORDS = 'walrus '.repeat(3000);

describe.skipIf(!canMount)('a disk that is full', { timeout: 90_000 }, () => {
  it('at a relay: nothing is said to be stored that is not, and all of it is once there is room', async () => {
    const disk = smallDisk('relay');
    const relay = await world.relay({ folder: disk.folder });
    const ada = await world.person('Ada');
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    await ada.call('sync.wait', { space: 'Lab', timeout: 20 });
    disk.fill();
    const status = () => ada.call('sync.status', { space: 'Lab' });
    // The log has some pages of its own left, so the first ones may still be stored.
    let sent = 0;
    await expect
      .poll(
        async () => {
          await ada.call('message.send', { ...lab, text: `${++sent} ${WORDS}` });
          return relay.output();
        },
        { timeout: 30_000, interval: 100 },
      )
      .toContain('"state":"full"');
    await ada.until(async () => (await status()).pendingEntries > 0, 'something waits');
    disk.free();
    await expect.poll(async () => (await status()).pendingEntries, { timeout: 60_000 }).toBe(0);
    expect(relay.output()).toContain('"state":"ok"');
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    const ben = await world.person('Ben');
    await ben.call('space.join', { link });
    await ben.until(async () => {
      const messages = await ben.call('message.list', { ...lab, limit: 200 }).catch(() => []);
      return messages.length === sent;
    }, 'Ben has every message');
  });

  it('at a client: what was not kept was not sent, the client says so, and goes on by itself', async () => {
    const disk = smallDisk('ada');
    const relay = await world.relay();
    const ada = await world.reopen(disk.folder);
    await ada.call('account.create', { name: 'Ada' });
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    await ada.call('sync.wait', { space: 'Lab', timeout: 20 });
    disk.fill();
    let kept = 0;
    const send = async (): Promise<string | undefined> =>
      ada.call('message.send', { ...lab, text: WORDS }).then(
        () => {
          kept++;
          return undefined;
        },
        (error: unknown) => (error as { code: string }).code,
      );
    await expect.poll(send, { timeout: 30_000, interval: 20 }).toBe('STORE_FULL');
    expect(await ada.call('sync.status', { space: 'Lab' })).toMatchObject({ storage: 'full' });
    expect(await ada.call('message.list', { ...lab, limit: 200 })).toHaveLength(kept);
    disk.free();
    const isWell = async (): Promise<boolean> =>
      (await ada.call('sync.status', { space: 'Lab' })).storage === 'ok';
    await ada.until(isWell, 'it finds out by itself that there is room');
    expect(await send()).toBeUndefined();
    await ada.call('sync.wait', { space: 'Lab', timeout: 30 });
    expect(await ada.call('message.list', { ...lab, limit: 200 })).toHaveLength(kept);
    await ada.close();
  });
});
