/** The programs that are bundled, and the source that each begins with. */
export const PROGRAMS = {
  cli: 'apps/cli/src/program.ts',
  relay: 'apps/relay/src/program.ts',
  peer: 'apps/desktop/src/peer/index.ts',
} as const;

export type ProgramName = keyof typeof PROGRAMS;
