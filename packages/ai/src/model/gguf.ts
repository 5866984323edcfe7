/**
 * What a GGUF file says of itself, and that its tensors lie inside it. Files come from anywhere: this runs in the parent, so it
 * allocates nothing by a claimed size, and every count has a limit [L6]. Format:
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { LIMITS } from '@plexi/protocol';
import { createCursor, type GgufCursor, invalid } from './gguf-cursor.ts';
import type { GgufSource } from './gguf-source.ts';
import { TENSOR_TYPES } from './tensor-type.ts';

/** A list is counted, not kept: vocabularies have hundreds of thousands of entries. */
export type GgufValue = number | boolean | string | { items: number };

export interface Gguf {
  version: number;
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: number;
  /** Numbers in all tensors: a model's "7B". */
  parameters: number;
  /** Bytes by the tensors' packing, the most common one first. */
  packing: string | undefined;
}

const MAGIC = 0x46_55_47_47; // "GGUF"
const VERSIONS = [2, 3];
const TENSOR_NAME_BYTES = 64;
const DIMENSIONS = 4;
const DEFAULT_ALIGNMENT = 32;
const LARGEST_ALIGNMENT = 64 * 1024;

const TEXT = 8;
const LIST = 9;

const SCALARS: ReadonlyMap<number, { bytes: number; read: (cursor: GgufCursor) => number | boolean }> =
  new Map([
    [0, { bytes: 1, read: (cursor: GgufCursor) => cursor.u8() }],
    [1, { bytes: 1, read: (cursor: GgufCursor) => cursor.i8() }],
    [2, { bytes: 2, read: (cursor: GgufCursor) => cursor.u16() }],
    [3, { bytes: 2, read: (cursor: GgufCursor) => cursor.i16() }],
    [4, { bytes: 4, read: (cursor: GgufCursor) => cursor.u32() }],
    [5, { bytes: 4, read: (cursor: GgufCursor) => cursor.i32() }],
    [6, { bytes: 4, read: (cursor: GgufCursor) => cursor.f32() }],
    [7, { bytes: 1, read: (cursor: GgufCursor) => cursor.u8() !== 0 }],
    [10, { bytes: 8, read: (cursor: GgufCursor) => cursor.u64() }],
    [11, { bytes: 8, read: (cursor: GgufCursor) => cursor.i64() }],
    [12, { bytes: 8, read: (cursor: GgufCursor) => cursor.f64() }],
  ]);

/** Goes over a list; gives how many items it has. */
const skipList = (cursor: GgufCursor, budget: { items: number }, depth: number): number => {
  const type = cursor.u32();
  const items = cursor.u64();
  if (items > budget.items) throw invalid(`lists of more than ${LIMITS.ggufItems} items`);
  budget.items -= items;
  const scalar = SCALARS.get(type);
  if (scalar !== undefined) cursor.skip(items * scalar.bytes);
  else if (type === TEXT) for (let i = 0; i < items; i++) cursor.skipText(LIMITS.ggufTextBytes);
  else if (type === LIST && depth < LIMITS.ggufNesting)
    for (let i = 0; i < items; i++) skipList(cursor, budget, depth + 1);
  else throw invalid(`a list of type ${type}, ${depth} deep`);
  return items;
};

const readMetadata = (cursor: GgufCursor, count: number): Map<string, GgufValue> => {
  if (count > LIMITS.ggufKeys) throw invalid(`${count} keys`);
  const metadata = new Map<string, GgufValue>();
  const budget = { items: LIMITS.ggufItems };
  for (let i = 0; i < count; i++) {
    const key = cursor.text(LIMITS.ggufKeyBytes);
    // llama.cpp stops its whole process at these.
    if (key === '' || metadata.has(key)) throw invalid(`key ${i} is empty or stands there twice`);
    const type = cursor.u32();
    const scalar = SCALARS.get(type);
    if (scalar !== undefined) metadata.set(key, scalar.read(cursor));
    else if (type === TEXT) metadata.set(key, cursor.text(LIMITS.ggufTextBytes));
    else if (type === LIST) metadata.set(key, { items: skipList(cursor, budget, 1) });
    else throw invalid(`key ${i} has the unknown type ${type}`);
  }
  return metadata;
};

interface Tensor {
  offset: number;
  parameters: number;
  bytes: number;
  packing: string;
}

const readTensor = (cursor: GgufCursor, names: Set<string>, alignment: number): Tensor => {
  const place = names.size;
  const name = cursor.text(TENSOR_NAME_BYTES);
  if (names.has(name)) throw invalid(`tensor ${place} has the name of another`);
  names.add(name);
  const dimensions = cursor.u32();
  if (dimensions === 0 || dimensions > DIMENSIONS)
    throw invalid(`tensor ${place} has ${dimensions} dimensions`);
  let parameters = 1;
  let row = 1;
  for (let i = 0; i < dimensions; i++) {
    const size = cursor.u64();
    if (i === 0) row = size;
    parameters *= size;
    if (size === 0 || !Number.isSafeInteger(parameters))
      throw invalid(`tensor ${place} has no possible size`);
  }
  const type = cursor.u32();
  const packing = TENSOR_TYPES.get(type);
  if (packing === undefined) throw invalid(`tensor ${place} has the unknown type ${type}`);
  if (row % packing.items !== 0) throw invalid(`tensor ${place} does not fill its blocks`);
  const offset = cursor.u64();
  if (offset % alignment !== 0) throw invalid(`tensor ${place} is not aligned`);
  return {
    offset,
    parameters,
    bytes: (parameters / packing.items) * packing.bytes,
    packing: packing.name,
  };
};

const readAlignment = (metadata: ReadonlyMap<string, GgufValue>): number => {
  const value = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT;
  if (
    typeof value !== 'number' ||
    value < 8 ||
    value > LARGEST_ALIGNMENT ||
    !Number.isInteger(Math.log2(value))
  )
    throw invalid('its alignment is no power of two');
  return value;
};

/** Reads and checks it. Throws MODEL_INVALID. */
export const readGguf = (source: GgufSource): Gguf => {
  if (source.size > LIMITS.modelFileBytes) throw invalid(`${source.size} bytes`);
  const cursor = createCursor(source);
  if (cursor.u32() !== MAGIC) throw invalid('it is no GGUF file');
  const version = cursor.u32();
  if (!VERSIONS.includes(version)) throw invalid(`it is of version ${version} of the format`);
  const tensors = cursor.u64();
  if (tensors > LIMITS.ggufTensors) throw invalid(`${tensors} tensors`);
  const metadata = readMetadata(cursor, cursor.u64());
  const alignment = readAlignment(metadata);

  const names = new Set<string>();
  const bytesBy = new Map<string, number>();
  let parameters = 0;
  let dataBytes = 0;
  for (let i = 0; i < tensors; i++) {
    const tensor = readTensor(cursor, names, alignment);
    parameters += tensor.parameters;
    dataBytes = Math.max(dataBytes, tensor.offset + tensor.bytes);
    bytesBy.set(tensor.packing, (bytesBy.get(tensor.packing) ?? 0) + tensor.bytes);
  }
  const dataStart = Math.ceil(cursor.position() / alignment) * alignment;
  if (tensors > 0 && dataStart + dataBytes > source.size)
    throw invalid(`it has ${source.size} bytes of ${dataStart + dataBytes}`);
  const [packing] = [...bytesBy].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
  return { version, metadata, tensors, parameters, packing };
};
