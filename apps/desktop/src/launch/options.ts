/** What `npm start -- …` takes. */
import { parseArgs } from 'node:util';

export interface StartOptions {
  profile: string | undefined;
  /** Browser mode was asked for. */
  browser: boolean;
  /** Don't open the system's browser. */
  noOpen: boolean;
  /** Try Electron even where it failed before. */
  electron: boolean;
  help: boolean;
}

export const START_USAGE = `Usage: npm start -- [options]

  --profile NAME_OR_PATH  Which profile: a name, or a path with / or a leading dot (default: default)
  --browser               Open in the system's browser, without Electron
  --no-open               Print the address instead of opening a browser
  --electron              Try Electron again, even if it failed before
  --help                  Print this`;

/** Parses the arguments; gives a sentence where they mean nothing. */
export const parseStartOptions = (args: readonly string[]): StartOptions | { wrong: string } => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        profile: { type: 'string' },
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        electron: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.browser && values.electron) return { wrong: 'Either --browser or --electron, not both.' };
    return {
      profile: values.profile,
      browser: values.browser,
      noOpen: values['no-open'],
      electron: values.electron,
      help: values.help,
    };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : 'These options mean nothing here.' };
  }
};
