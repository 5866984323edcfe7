/** `plexi`: the command line. Everything behind parsing is loaded when it is needed: starting up is most of a short command. */
import { runCommand } from './run-command.ts';

// Whatever is written is for this user alone.
process.umask(0o077);
process.exit(await runCommand(process.argv.slice(2)));
