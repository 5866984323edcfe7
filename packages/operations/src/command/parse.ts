/** From a command line to an operation and its input. Pure: what is to be read from files is named, not read. */
import type { AnyOperation } from '../catalogue.ts';
import { type Field, fieldsOf, setsPassphrase } from './field.ts';
import { give, giveSwitch } from './give.ts';
import {
  type HelpRequest,
  type Invocation,
  isWrong,
  type ParsedCommand,
  quote,
  type WrongUsage,
  wrong,
} from './parsed.ts';
import { closest } from './suggestion.ts';
import { type OptionToken, type Token, tokenize, valueOf } from './token.ts';
import { commandsUnder, findCommand, listCommands, wordsOf } from './words.ts';

const COMMON = ['profile', 'json', 'help'];

/** Options that every command has, however early they come. */
interface CommonOptions {
  profile: string | undefined;
  json: boolean;
  help: boolean;
}

const takeCommon = (tokens: Token[], token: OptionToken, common: CommonOptions): boolean | WrongUsage => {
  if (token.name === 'profile') {
    const value = valueOf(tokens, 'profile', token.value);
    if (isWrong(value)) return value;
    if (common.profile !== undefined) return wrong('--profile is given twice.');
    common.profile = value;
    return true;
  }
  if (token.name !== 'json' && token.name !== 'help') return false;
  if (token.value !== undefined) return wrong(`--${token.name} takes no value.`);
  common[token.name] = true;
  return true;
};

/** What may follow words that are not a command yet. */
const needsVerb = (words: readonly string[]): WrongUsage => {
  const next = commandsUnder(words).map((operation) => wordsOf(operation)[words.length] ?? '');
  return wrong(`${words.join(' ')} needs a verb: ${[...new Set(next)].join(', ')}.`, words);
};

const unknownCommand = (words: readonly string[]): WrongUsage => {
  const [first = '', second] = words;
  const within = commandsUnder([first]);
  if (within.length > 0 && second === undefined) return needsVerb([first]);
  if (words.length === 2 && commandsUnder(words).length > 0) return needsVerb(words);
  const all = listCommands().map((operation) => wordsOf(operation).join(' '));
  const nouns = [...new Set(listCommands().map((operation) => wordsOf(operation)[0] ?? ''))];
  const typed = words.slice(0, commandsUnder(words.slice(0, 2)).length > 0 ? 3 : 2);
  const turned = typed.toReversed().join(' ');
  const meant =
    (all.includes(turned) ? turned : undefined) ??
    closest(typed.join(' '), all) ??
    closest(first, all) ??
    closest(first, nouns);
  const guess = meant === undefined ? '' : ` Did you mean plexi ${meant}?`;
  return wrong(`There is no command ${quote(typed.join(' '))}.${guess}`, within.length > 0 ? [first] : []);
};

const takeOption = (
  tokens: Token[],
  token: OptionToken,
  invocation: Invocation,
  fields: readonly Field[],
): WrongUsage | undefined => {
  const { name, value } = token;
  const field = fields.find((one) => one.option === name);
  if (field?.kind === 'switch') return giveSwitch(invocation, field, { value, on: true });
  if (field !== undefined) {
    const text = valueOf(tokens, name, value);
    return isWrong(text) ? text : give(invocation, field, text);
  }
  if (name === 'no-passphrase' && setsPassphrase(invocation.operation)) {
    if (value !== undefined) return wrong('--no-passphrase takes no value.');
    invocation.noPassphrase = true;
    return undefined;
  }
  const off = fields.find((one) => one.kind === 'switch' && `no-${one.option}` === name);
  if (off !== undefined) return giveSwitch(invocation, off, { value, on: false });
  const meant = closest(name, [...fields.map((one) => one.option), ...COMMON]);
  const guess = meant === undefined ? '' : ` Did you mean --${meant}?`;
  return wrong(`There is no option ${quote(`--${name}`)} here.${guess}`);
};

const missing = (invocation: Invocation, fields: readonly Field[]): WrongUsage | undefined => {
  const positional = invocation.operation.command?.positional ?? [];
  const lacking = fields.filter(
    (field) =>
      field.required &&
      !(field.name in invocation.input) &&
      invocation.stdin !== field.name &&
      invocation.file?.field !== field.name,
  );
  if (lacking.length === 0) return undefined;
  const names = lacking.map((field) =>
    positional.includes(field.name) ? field.option.toUpperCase() : `--${field.option}`,
  );
  return wrong(`Missing: ${names.join(', ')}.`);
};

const parseRest = (
  operation: AnyOperation,
  tokens: Token[],
  common: CommonOptions,
): Invocation | HelpRequest | WrongUsage => {
  const fields = fieldsOf(operation);
  const places = [...(operation.command?.positional ?? [])];
  const invocation: Invocation = {
    kind: 'call',
    operation,
    input: {},
    stdin: undefined,
    file: undefined,
    profile: undefined,
    json: false,
    noPassphrase: false,
  };
  let problem: WrongUsage | undefined;
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    let found: WrongUsage | undefined;
    if (token.type === 'option') {
      const taken = takeCommon(tokens, token, common);
      if (isWrong(taken)) found = taken;
      else if (!taken) found = takeOption(tokens, token, invocation, fields);
    } else {
      const place = places[0];
      const field = fields.find((one) => one.name === place);
      // A list takes all the words that are left.
      if (field?.kind !== 'list') places.shift();
      found =
        field === undefined
          ? wrong(`${quote(token.text)} is one word too many; words that belong together go in quotes.`)
          : give(invocation, field, token.text);
    }
    problem ??= found;
  }
  // Who asks for help gets it, whatever else is wrong.
  if (common.help) return { kind: 'help', words: wordsOf(operation) };
  problem ??= missing(invocation, fields);
  if (problem !== undefined) return { ...problem, hint: wrong('', wordsOf(operation)).hint };
  return { ...invocation, profile: common.profile, json: common.json };
};

/** Parses the arguments behind `plexi`. Never throws: what can't be understood comes back as WrongUsage. */
export const parseCommand = (args: readonly string[]): ParsedCommand => {
  const tokens = tokenize(args);
  const common: CommonOptions = { profile: undefined, json: false, help: false };
  const words: string[] = [];
  while (tokens.length > 0 && findCommand(words) === undefined) {
    const token = tokens[0];
    if (token?.type === 'word') {
      words.push(token.text);
      tokens.shift();
      if (words[0] !== 'help' && words.length >= 2 && commandsUnder(words).length === 0) break;
    } else if (token?.type === 'option') {
      if (token.name === 'version' && words.length === 0) return { kind: 'version' };
      tokens.shift();
      const taken = takeCommon(tokens, token, common);
      if (isWrong(taken)) return taken;
      if (taken) continue;
      tokens.unshift(token);
      break;
    }
  }
  const operation = findCommand(words);
  if (operation !== undefined) return parseRest(operation, tokens, common);
  if (words[0] === 'help') return { kind: 'help', words: words.slice(1) };
  if (common.help) return { kind: 'help', words };
  const unread = tokens[0];
  if (unread?.type === 'option' && (words.length === 0 || unread.name !== 'help')) {
    if (tokens.some((token) => token.type === 'option' && token.name === 'help'))
      return { kind: 'help', words };
    if (words.length === 0)
      return wrong(`A command comes first, then its options; ${quote(`--${unread.name}`)} is none.`);
  }
  if (words.length === 0) return wrong('No command was given.');
  return unknownCommand(words);
};
