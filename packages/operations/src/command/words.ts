/** The words that commands are called by. */
import { type AnyOperation, listOperations } from '../catalogue.ts';

/** The words of an operation's command: those of its id where it names no others. */
export const wordsOf = (operation: AnyOperation): readonly string[] =>
  operation.command?.words ?? operation.id.split('.');

/** Every operation that the command line offers. */
export const listCommands = (): AnyOperation[] =>
  listOperations().filter((operation) => operation.command?.omitted !== true);

/** The command that `words` begin with, the longest one. */
export const findCommand = (words: readonly string[]): AnyOperation | undefined => {
  let found: AnyOperation | undefined;
  for (const operation of listCommands()) {
    const own = wordsOf(operation);
    if (own.length > words.length || !own.every((word, i) => word === words[i])) continue;
    if (found === undefined || own.length > wordsOf(found).length) found = operation;
  }
  return found;
};

/** The commands whose first words are `words`, but not they themselves. */
export const commandsUnder = (words: readonly string[]): AnyOperation[] =>
  listCommands().filter((operation) => {
    const own = wordsOf(operation);
    return own.length > words.length && words.every((word, i) => word === own[i]);
  });
