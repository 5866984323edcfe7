/** "Try it with a second person": another profile on this machine, as a program of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { profileFolder, readVaultFiles } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { z } from 'zod';

/** What starts a profile: this Node with these arguments, to which `--profile NAME` is added. */
export interface Starter {
  node: string;
  args: readonly string[];
}

/** Set for a host that was started by another one and hears from it over IPC. */
export const STARTED_BY_HOST = 'PLEXI_STARTED_BY_HOST';

/** To the second host, first; the invite link is a secret, so it does not travel as an argument. */
export const beginShape = z.object({ type: z.literal('begin'), join: z.string().max(8192).optional() });
/** To it: it may outlive its starter. */
export const keepShape = z.object({ type: z.literal('keep') });
/** From it, when it can be used. */
export const openedShape = z.object({
  type: z.literal('opened'),
  /** Where to go, where it did not open by itself. */
  address: z.string().optional(),
});

export interface SecondProfiles {
  /** Opens a further profile at the invitation `link`. Throws TIMED_OUT. */
  open(link: string): Promise<{ profile: string; address: string | undefined }>;
  /** Lets those that were opened outlive this process. */
  release(): void;
  /** Stops those that were opened, and waits for them. */
  stop(): Promise<void>;
  /** Resolves when all that were opened have ended by themselves. */
  ended(): Promise<void>;
  readonly count: number;
}

const OPEN_MS = 120_000;
const STOP_MS = 15_000;

/** `second`, or the next name that has no account yet. */
const chooseName = async (): Promise<string> => {
  for (let i = 2; ; i++) {
    const name = i === 2 ? 'second' : `second-${i}`;
    if ((await readVaultFiles(profileFolder(name))) === undefined) return name;
  }
};

const whenEnded = async (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

const whenOpened = async (child: ChildProcess): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const fail = (detail: string): void => reject(plexiError('TIMED_OUT', { detail }));
    const late = setTimeout(() => fail('the second profile did not start'), OPEN_MS);
    child.on('message', (message) => {
      const opened = openedShape.safeParse(message);
      if (!opened.success) return;
      clearTimeout(late);
      resolve(opened.data.address);
    });
    const gone = (): void => {
      clearTimeout(late);
      fail('the second profile ended at once; its words are in the terminal');
    };
    child.once('exit', gone);
    child.once('error', gone);
  });

/** Opens further profiles with `starter`. They stop when asked to, and when this process ends. */
export const createSecondProfiles = (starter: Starter): SecondProfiles => {
  const children = new Set<ChildProcess>();
  const ended = async (): Promise<void> => {
    await Promise.all([...children].map(whenEnded));
  };
  return {
    get count() {
      return children.size;
    },
    open: async (link) => {
      const profile = await chooseName();
      const child = spawn(starter.node, [...starter.args, '--profile', profile], {
        stdio: ['ignore', 2, 2, 'ipc'],
        env: { ...process.env, [STARTED_BY_HOST]: '1' },
      });
      children.add(child);
      child.once('exit', () => children.delete(child));
      const opened = whenOpened(child);
      child.send({ type: 'begin', join: link }, () => undefined);
      return { profile, address: await opened };
    },
    ended,
    release: () => {
      for (const child of children) {
        child.send({ type: 'keep' }, () => child.disconnect());
        child.unref();
      }
    },
    stop: async () => {
      // The end of the channel tells them, as it would if this process were killed.
      for (const child of children) if (child.connected) child.disconnect();
      const late = setTimeout(() => {
        for (const child of children) child.kill('SIGKILL');
      }, STOP_MS);
      await ended();
      clearTimeout(late);
    },
  };
};
