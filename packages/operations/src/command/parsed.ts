/** What a command line means. */
import type { AnyOperation } from '../catalogue.ts';

/** A command to run. */
export interface Invocation {
  kind: 'call';
  operation: AnyOperation;
  /** As given: strings, numbers, switches and lists of strings. The operation's own schema is still to judge it. */
  input: Record<string, unknown>;
  /** The field whose text comes from standard input. */
  stdin: string | undefined;
  /** The field that comes from a file, and the file's path; `-` is standard input. */
  file: { field: string; path: string } | undefined;
  profile: string | undefined;
  json: boolean;
  /** `--no-passphrase` was given. */
  noPassphrase: boolean;
}

export interface HelpRequest {
  kind: 'help';
  words: readonly string[];
}

/** A command line that means nothing, and why. */
export interface WrongUsage {
  kind: 'wrong';
  message: string;
  /** What to look at next. */
  hint: string;
}

export type ParsedCommand = Invocation | HelpRequest | { kind: 'version' } | WrongUsage;

const helpFor = (words: readonly string[]): string => `See ${['plexi', ...words, '--help'].join(' ')}.`;

/** A command line that means nothing; `words` are those of the command whose help says more. */
export const wrong = (message: string, words: readonly string[] = []): WrongUsage => ({
  kind: 'wrong',
  message,
  hint: helpFor(words),
});

export const isWrong = (value: unknown): value is WrongUsage =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'wrong';

/** Typed text, fit for a message. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
