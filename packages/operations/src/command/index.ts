/** The command line's view of the catalogue [O1]: pure, for `apps/cli` to run. */
export * from './field.ts';
export * from './harmless.ts';
export * from './help.ts';
export * from './output.ts';
export * from './parse.ts';
export * from './parsed.ts';
export * from './words.ts';
