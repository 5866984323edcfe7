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
  const { id, roles } = invocation.operation;
  if (id === 'ai.start') return (await import('./ai.ts')).startAi(invocation);
  // What a node does is the daemon's; asking one is the profile's.
  if (id.startsWith('ai.') && !roles.includes('peer')) {
    await (await import('./ai.ts')).tellAi(invocation);
    return DONE;
  }
  switch (id) {
    case 'peer.up':
      await (await import('./stay-up.ts')).stayUp(invocation);
      return DONE;
    case 'relay.start':
      return (await import('./relay.ts')).startRelay(invocation);
    case 'relay.status':
      await (await import('./relay.ts')).showRelay(invocation);
      return DONE;
    case 'plugin.sign':
      await (await import('./plugin-sign.ts')).runPluginSign(invocation);
      return DONE;
    case 'proof.check':
      await (await import('./proof-check.ts')).runProofCheck(invocation);
      return DONE;
    case 'relay.stop':
      await (await import('./relay.ts')).stopRelay(invocation);
      return DONE;
    case 'moderation.classify':
      return (await (await import('./moderation-classify.ts')).classifyFile(invocation)) ? DONE : FAILED;
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
