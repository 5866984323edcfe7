import { expect, test } from 'vitest';
import { beginShape, openedShape, STARTED_BY_HOST } from '../src/host/second-profile.ts';
import { electronVersion, findElectron } from '../src/launch/electron-binary.ts';
import { parseStartOptions, START_USAGE } from '../src/launch/options.ts';

test('npm start takes what its help says, and nothing else', () => {
  const none = { profile: undefined, browser: false, noOpen: false, electron: false, help: false };
  expect(parseStartOptions([])).toEqual(none);
  expect(parseStartOptions(['--profile', 'ben', '--browser', '--no-open'])).toEqual({
    ...none,
    profile: 'ben',
    browser: true,
    noOpen: true,
  });
  expect(parseStartOptions(['--profile=./x', '--electron'])).toMatchObject({
    profile: './x',
    electron: true,
  });
  expect(parseStartOptions(['-h'])).toMatchObject({ help: true });
  for (const args of [
    ['--nonsense'],
    ['extra'],
    ['--profile'],
    ['--browser=1'],
    ['--browser', '--electron'],
    ['--no-sandbox'],
  ])
    expect(parseStartOptions(args)).toEqual({ wrong: expect.any(String) });
  for (const option of ['--profile', '--browser', '--no-open', '--electron', '--help'])
    expect(START_USAGE).toContain(option);
});

test('the version of Electron is the one that was installed, its binary there or not', () => {
  expect(electronVersion()).toMatch(/^\d+\.\d+\.\d+$/);
  expect(['string', 'undefined']).toContain(typeof findElectron());
});

test('an invite link reaches the second host by IPC, bounded', () => {
  expect(STARTED_BY_HOST).toMatch(/^PLEXI_/);
  expect(beginShape.safeParse({ type: 'begin', join: 'x'.repeat(8193) }).success).toBe(false);
  expect(beginShape.parse({ type: 'begin', join: 'plexi://join/x' }).join).toBe('plexi://join/x');
  expect(openedShape.parse({ type: 'opened' }).address).toBeUndefined();
});
