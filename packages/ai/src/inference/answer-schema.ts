/**
 * JSON schemas that a grammar can hold an answer to. llama.cpp's grammar leaves out what it does not know without a word; we
 * refuse it, so that an answer is of its schema or is not given. https://json-schema.org/draft/2020-12
 */
import { LIMITS, plexiError } from '@plexi/protocol';

type Json = Record<string, unknown>;

/** What says nothing about which answers are right, or what holds anyway: every property is always written, and no other. */
const SAID_ONLY = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'required',
  'additionalProperties',
]);
const SIMPLE_TYPES = ['string', 'number', 'integer', 'boolean', 'null'];
const FORMATS = ['date-time', 'time', 'date'];
const REFERENCE = /^#\/(?:\$defs|definitions)\/([A-Za-z0-9_.-]{1,64})$/;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const refuse = (what: string): never => {
  throw plexiError('SCHEMA_UNSUPPORTED', { detail: what.slice(0, 100) });
};

const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isSize = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10_000;

type Read = (value: unknown, depth: number, names: ReadonlySet<string>) => unknown;

const map = (value: unknown, each: (one: unknown) => unknown): Json =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, each(one)]))
    : refuse('a list of schemas by name that is none');
const list = (value: unknown, each: (one: unknown) => unknown): unknown[] =>
  Array.isArray(value) && value.length > 0 ? value.map(each) : refuse('an empty list of schemas');
const checked =
  (name: string, holds: (value: unknown) => boolean): Read =>
  (value) =>
    holds(value) ? value : refuse(`this value of ${name}`);

const readType: Read = (value) => {
  const types = Array.isArray(value) ? value : [value];
  const known = Array.isArray(value) ? SIMPLE_TYPES : [...SIMPLE_TYPES, 'object', 'array'];
  if (types.length === 0 || !types.every((type) => known.includes(String(type)))) refuse('this type');
  return value;
};

const READ: Readonly<Record<string, Read>> = {
  type: readType,
  enum: checked('enum', (value) => Array.isArray(value) && value.length > 0 && value.every(isPlain)),
  const: checked('const', isPlain),
  minLength: checked('minLength', isSize),
  maxLength: checked('maxLength', isSize),
  minItems: checked('minItems', isSize),
  maxItems: checked('maxItems', isSize),
  format: checked('format', (value) => FORMATS.includes(String(value))),
  properties: (value, depth, names) => map(value, (one) => read(one, depth + 1, names)),
  $defs: (value, depth, names) => map(value, (one) => read(one, depth + 1, names)),
  definitions: (value, depth, names) => map(value, (one) => read(one, depth + 1, names)),
  items: (value, depth, names) => read(value, depth + 1, names),
  prefixItems: (value, depth, names) => list(value, (one) => read(one, depth + 1, names)),
  oneOf: (value, depth, names) => list(value, (one) => read(one, depth + 1, names)),
  anyOf: (value, depth, names) => list(value, (one) => read(one, depth + 1, names)),
};
/** Their names in the grammar, where those are others. */
const CALLED: Readonly<Record<string, string>> = { anyOf: 'oneOf', definitions: '$defs' };

const DEFINITIONS = ['$defs', 'definitions'];

const read: Read = (schema, depth, names) => {
  if (depth > LIMITS.answerSchemaDepth) refuse(`more than ${LIMITS.answerSchemaDepth} levels`);
  if (!isObject(schema)) return refuse('a schema that is no object');
  const result: Json = {};
  for (const [key, value] of Object.entries(schema)) {
    if (SAID_ONLY.has(key)) continue;
    if (key === '$ref') {
      const name = typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined;
      // llama.cpp takes null for what a name that is not there stands for.
      if (name === undefined || !names.has(name)) refuse('$ref to anything but $defs of the whole schema');
      result['$ref'] = `#/$defs/${name}`;
      continue;
    }
    const reader = Object.hasOwn(READ, key) ? READ[key] : undefined;
    if (reader === undefined) return refuse(key);
    if (depth > 0 && DEFINITIONS.includes(key)) refuse(`${key} within a schema`);
    result[CALLED[key] ?? key] = reader(value, depth, names);
  }
  if (['type', 'enum', 'const', 'oneOf', '$ref'].every((key) => !(key in result)))
    refuse('a schema without a type');
  return result;
};

/** The schema as the grammar takes it. Throws SCHEMA_UNSUPPORTED, TOO_LARGE. */
export const readAnswerSchema = (schema: unknown): Json => {
  if (Buffer.byteLength(JSON.stringify(schema) ?? '') > LIMITS.answerSchemaBytes)
    throw plexiError('TOO_LARGE', { detail: `a schema of over ${LIMITS.answerSchemaBytes} bytes` });
  const named = isObject(schema) ? DEFINITIONS.map((key) => schema[key]).filter(isObject) : [];
  return read(schema, 0, new Set(named.flatMap((each) => Object.keys(each)))) as Json;
};
