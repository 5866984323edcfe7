/** `plexi`: the command line. Everything behind parsing is loaded when it is needed: starting up is most of a short command. */
import { runCommand } from './run-command.ts';

process.exit(await runCommand(process.argv.slice(2)));
