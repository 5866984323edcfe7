/** What an operation's input looks like from the command line, read from its schema. */
import type { AnyOperation } from '../catalogue.ts';

export type FieldKind = 'text' | 'number' | 'switch' | 'choice' | 'list';

export interface Field {
  name: string;
  /** What it is called behind `--`. */
  option: string;
  kind: FieldKind;
  /** What may be chosen, of a choice. */
  choices: readonly string[];
  description: string;
  required: boolean;
  /** What is taken when it isn't given; `undefined` where there is no default worth telling. */
  fallback: string | undefined;
}

/** The part of a zod 4 schema that says what it is: https://zod.dev/packages/core#internals */
interface Schema {
  description?: string;
  shape?: Record<string, Schema>;
  _zod: { def: SchemaParts };
}

interface SchemaParts {
  type: string;
  innerType?: Schema;
  in?: Schema;
  entries?: Record<string, string>;
  defaultValue?: unknown;
}

const KINDS: Record<string, FieldKind> = {
  string: 'text',
  number: 'number',
  boolean: 'switch',
  enum: 'choice',
  array: 'list',
};

const tellDefault = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

/** `upTo` as `up-to`. */
const optionName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const readField = (name: string, schema: Schema): Field => {
  const field: Field = {
    name,
    option: optionName(name),
    kind: 'text',
    choices: [],
    description: '',
    required: true,
    fallback: undefined,
  };
  for (let layer: Schema | undefined = schema; layer !== undefined; ) {
    const { type, innerType, in: before, entries, defaultValue }: SchemaParts = layer._zod.def;
    if (field.description === '') field.description = layer.description ?? '';
    if (type === 'optional' || type === 'default') field.required = false;
    if (type === 'default') field.fallback = tellDefault(defaultValue);
    field.kind = KINDS[type] ?? field.kind;
    if (entries !== undefined) field.choices = Object.values(entries);
    layer = innerType ?? before;
  }
  return field;
};

/** The fields that the command line offers, those given by place first and in their order. */
export const fieldsOf = (operation: AnyOperation): Field[] => {
  const { positional = [], hidden = [] } = operation.command ?? {};
  const shape = (operation.input as unknown as Schema).shape ?? {};
  const names = Object.keys(shape).filter((name) => !hidden.includes(name));
  const ordered = [...positional, ...names.filter((name) => !positional.includes(name))];
  return ordered.flatMap((name) => {
    const schema = shape[name];
    return schema === undefined ? [] : [readField(name, schema)];
  });
};

/** Whether the command sets a passphrase, which is asked for and never taken from the command line. */
export const setsPassphrase = (operation: AnyOperation): boolean =>
  operation.command?.hidden?.includes('passphrase') === true;
