/** Puts what was typed into an operation's input. */
import type { Field } from './field.ts';
import { type Invocation, isWrong, quote, type WrongUsage, wrong } from './parsed.ts';

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;

const readValue = (field: Field, text: string): unknown => {
  if (field.kind === 'number')
    return NUMBER.test(text) ? Number(text) : wrong(`--${field.option} takes a number, not ${quote(text)}.`);
  if (field.kind === 'choice' && !field.choices.includes(text))
    return wrong(`--${field.option} takes ${field.choices.join(' or ')}, not ${quote(text)}.`);
  return text;
};

/** Puts one given value into the input; says what is wrong with it, if anything. */
export const give = (invocation: Invocation, field: Field, text: string): WrongUsage | undefined => {
  const { input, operation } = invocation;
  const { stdin, file } = operation.command ?? {};
  const twice = wrong(`${field.option} is given twice.`);
  if (file === field.name) {
    if (invocation.file !== undefined) return twice;
    invocation.file = { field: field.name, path: text };
    return undefined;
  }
  if (field.kind === 'list') {
    const list = input[field.name];
    input[field.name] = Array.isArray(list) ? [...(list as unknown[]), text] : [text];
    return undefined;
  }
  if (field.name in input || invocation.stdin === field.name) return twice;
  if (stdin === field.name && text === '-') {
    invocation.stdin = field.name;
    return undefined;
  }
  const value = readValue(field, text);
  if (isWrong(value)) return value;
  input[field.name] = value;
  return undefined;
};

/** The same for a switch: given as itself or turned off. */
export const giveSwitch = (
  invocation: Invocation,
  field: Field,
  given: { value: string | undefined; on: boolean },
): WrongUsage | undefined => {
  if (field.name in invocation.input) return wrong(`${field.option} is given twice.`);
  const { value = 'true', on } = given;
  if (value !== 'true' && value !== 'false')
    return wrong(`--${field.option} is on or off: --${field.option} or --no-${field.option}.`);
  invocation.input[field.name] = (value === 'true') === on;
  return undefined;
};
