/** The program as it was at an earlier commit, run from its sources with what is installed here. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OperationId, OperationInput, OperationOutput } from '@plexi/operations';
import { waitUntil } from './until.ts';
import { type Person, REPOSITORY } from './world.ts';

/** The last commit of `/plexi/sync/1` alone (decision 0035), and of the first form of the database (decision 0031). */
export const OLD_COMMIT = '5502e56bb6cc020301bfb115beaa9da7b5f6e08a';

const FOLDERS = [
  'apps/relay',
  ...['ai', 'crypto', 'network', 'operations', 'peer'].map((name) => `packages/${name}`),
  ...['plugin-api', 'plugin-host', 'protocol', 'storage'].map((name) => `packages/${name}`),
];
const PROGRAM = fileURLToPath(new URL('old-peer.ts', import.meta.url));

export type OldPeerAnswer =
  | { type: 'open' }
  | { type: 'event' }
  | { type: 'refused'; error: string }
  | { type: 'done'; place: number; output: unknown }
  | { type: 'failed'; place: number; error: string };

/** Without an operation it is the last: the peer closes. */
export interface OldPeerCall {
  place: number;
  id?: OperationId;
  input?: unknown;
}

export type OldPerson = Pick<Person, 'call' | 'until' | 'folder' | 'close'>;

const git = (...args: string[]): Buffer =>
  execFileSync('git', args, { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 });

/** Why the old version can't be had; `undefined` where it can. */
export const withoutOldVersion = (): string | undefined => {
  try {
    git('cat-file', '-e', `${OLD_COMMIT}^{commit}`);
    return undefined;
  } catch {
    return `the history that this checkout came with does not reach back to ${OLD_COMMIT.slice(0, 7)}`;
  }
};

/** Lays the old sources into `folder`, which find what they need where the same packages are installed for this version. */
export const layOldVersion = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-x', '-C', folder], { input: git('archive', OLD_COMMIT, ...FOLDERS) });
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(
    path.join(REPOSITORY, 'node_modules', '.pnpm'),
    path.join(folder, 'node_modules', '.pnpm'),
    'junction',
  );
  for (const each of FOLDERS) {
    const installed = path.join(REPOSITORY, each, 'node_modules');
    // Links that lead to `.pnpm` or the folder beside, from there as from here.
    if (existsSync(installed))
      cpSync(installed, path.join(folder, each, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  }
};

/** Opens the profile in `profile` with the old version that lies in `root`. Rejects with what the old version says. */
export const openOldPerson = async (root: string, profile: string): Promise<OldPerson> => {
  const child: ChildProcess = fork(PROGRAM, [root, profile], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const lookers = new Set<() => void>();
  const opened = Promise.withResolvers<void>();
  const ended = once(child, 'exit').then(() => undefined);
  child.on('message', (answer: OldPeerAnswer) => {
    if (answer.type === 'open') opened.resolve();
    else if (answer.type === 'refused') opened.reject(new Error(answer.error));
    else if (answer.type === 'event') for (const look of lookers) look();
    else if (answer.type === 'done') waiting.get(answer.place)?.resolve(answer.output);
    else if (answer.type === 'failed') waiting.get(answer.place)?.reject(new Error(answer.error));
  });
  let place = 0;
  await opened.promise.catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    folder: profile,
    call: async <Id extends OperationId>(id: Id, input: OperationInput<Id>) => {
      const answer = Promise.withResolvers<unknown>();
      waiting.set(++place, answer);
      child.send({ place, id, input } satisfies OldPeerCall);
      const output = await Promise.race([
        answer.promise,
        ended.then(() => Promise.reject(new Error('the old version ended'))),
      ]);
      return output as OperationOutput<Id>;
    },
    until: (holds, what) =>
      waitUntil(
        (look) => {
          lookers.add(look);
          return () => lookers.delete(look);
        },
        holds,
        what,
      ),
    close: async () => {
      if (child.connected) child.send({ place: ++place } satisfies OldPeerCall);
      await ended;
    },
  };
};
