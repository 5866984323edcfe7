/** From arguments to an exit status: 0 done, 1 an error, 2 wrong usage. */
import { inspect } from 'node:util';
import {
  type Invocation,
  parseCommand,
  renderError,
  renderHelp,
  type WrongUsage,
} from '@plexi/operations/command';
import { toPlexiError } from '@plexi/protocol';
import manifest from '../package.json' with { type: 'json' };
import { print, remark } from './printing.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

const refuse = async (usage: WrongUsage): Promise<number> => {
  await remark(`USAGE: ${usage.message}\n${usage.hint}`);
  return WRONG_USAGE;
};

const run = async (invocation: Invocation): Promise<number> => {
  switch (invocation.operation.id) {
    case 'peer.up':
      await (await import('./stay-up.ts')).stayUp(invocation);
      return DONE;
    case 'relay.start':
      return (await import('./relay.ts')).startRelay(invocation);
    case 'relay.status':
      await (await import('./relay.ts')).showRelay(invocation);
      return DONE;
    case 'relay.stop':
      await (await import('./relay.ts')).stopRelay(invocation);
      return DONE;
    default:
      await (await import('./call-profile.ts')).callProfile(invocation);
      return DONE;
  }
};

/** Runs the command that `args` say; resolves with the exit status when all output is written. */
export const runCommand = async (args: readonly string[]): Promise<number> => {
  const parsed = parseCommand(args);
  switch (parsed.kind) {
    case 'wrong':
      return refuse(parsed);
    case 'version':
      await print(`plexi ${manifest.version}`);
      return DONE;
    case 'help': {
      const text = renderHelp(parsed.words);
      if (typeof text !== 'string') return refuse(text);
      await print(text);
      return DONE;
    }
    case 'call':
      try {
        return await run(parsed);
      } catch (error) {
        await remark(renderError(toPlexiError(error)));
        if (process.env['PLEXI_DEBUG'] !== undefined) await remark(inspect(error));
        return FAILED;
      }
  }
};
