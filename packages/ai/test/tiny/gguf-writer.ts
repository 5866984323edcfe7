/** Writes GGUF files: small real models for tests, and the ground from which damaged ones are made. */

export type MetadataValue =
  | { kind: 'u32'; value: number }
  | { kind: 'f32'; value: number }
  | { kind: 'bool'; value: boolean }
  | { kind: 'text'; value: string }
  | { kind: 'texts'; value: readonly string[] }
  | { kind: 'f32s'; value: readonly number[] }
  | { kind: 'i32s'; value: readonly number[] };

export interface WrittenTensor {
  name: string;
  /** The first is the length of a row. */
  dimensions: readonly number[];
  values: Float32Array;
}

const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, list: 9 };
const ALIGNMENT = 32;

const padTo = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;

export const writeGguf = (
  metadata: Readonly<Record<string, MetadataValue>>,
  tensors: readonly WrittenTensor[],
): Uint8Array<ArrayBuffer> => {
  const parts: Buffer[] = [];
  const u32 = (value: number): void => {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    parts.push(part);
  };
  const i32 = (value: number): void => u32(value >>> 0);
  const f32 = (value: number): void => {
    const part = Buffer.alloc(4);
    part.writeFloatLE(value);
    parts.push(part);
  };
  const u64 = (value: number): void => {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(BigInt(value));
    parts.push(part);
  };
  const text = (value: string): void => {
    const bytes = Buffer.from(value);
    u64(bytes.length);
    parts.push(bytes);
  };
  const list = <T>(type: number, items: readonly T[], write: (item: T) => void): void => {
    u32(TYPES.list);
    u32(type);
    u64(items.length);
    for (const item of items) write(item);
  };
  const value = (one: MetadataValue): void => {
    switch (one.kind) {
      case 'u32':
        u32(TYPES.u32);
        return u32(one.value);
      case 'f32':
        u32(TYPES.f32);
        return f32(one.value);
      case 'bool':
        u32(TYPES.bool);
        return void parts.push(Buffer.from([one.value ? 1 : 0]));
      case 'text':
        u32(TYPES.text);
        return text(one.value);
      case 'texts':
        return list(TYPES.text, one.value, text);
      case 'f32s':
        return list(TYPES.f32, one.value, f32);
      case 'i32s':
        return list(TYPES.i32, one.value, i32);
    }
  };

  parts.push(Buffer.from('GGUF'));
  u32(3);
  u64(tensors.length);
  u64(Object.keys(metadata).length);
  for (const [key, one] of Object.entries(metadata)) {
    text(key);
    value(one);
  }
  let offset = 0;
  for (const tensor of tensors) {
    text(tensor.name);
    u32(tensor.dimensions.length);
    for (const size of tensor.dimensions) u64(size);
    u32(0);
    u64(offset);
    offset += padTo(tensor.values.byteLength);
  }
  const header = Buffer.concat(parts);
  const start = padTo(header.length);
  const file = new Uint8Array(start + offset);
  file.set(header);
  let at = start;
  for (const { values } of tensors) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += padTo(values.byteLength);
  }
  return file;
};
