/** Command lines as tests write them. */
import { expect } from 'vitest';
import { type Invocation, type ParsedCommand, parseCommand } from '../../src/command/index.ts';

/** Splits at spaces, except within single quotes. */
const split = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
export const parse = (line: string): ParsedCommand => parseCommand(split(line));
export const call = (line: string): Omit<Invocation, 'operation'> & { operation: string } => {
  const parsed = parse(line);
  if (parsed.kind !== 'call') throw new Error(`${line}: ${JSON.stringify(parsed)}`);
  return { ...parsed, operation: parsed.operation.id };
};

/** A line asks for that operation with that input, and nothing beside it. */
export const expectCall = (line: string, operation: string, input: object): void => {
  const called = call(line);
  expect(called).toMatchObject({ operation, input, json: false, profile: undefined });
  expect(Object.keys(called.input).sort()).toEqual(Object.keys(input).sort());
};
