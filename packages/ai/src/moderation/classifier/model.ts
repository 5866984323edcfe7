/**
 * The classifier's weights as a file, little endian: "PXM1", u32 buckets, u32 labels; then for each label as float32 what a
 * unit of its weights is, its bias, and the slope and offset that make probabilities of its sums (Platt); then the weights
 * as int8, bucket by bucket.
 */
import { MODERATION_LABELS } from '@plexi/protocol';
import { BUCKETS } from './features.ts';

const MAGIC = 0x314d5850;
const HEADER_BYTES = 12;
const LABEL_FLOATS = 4;

export interface Model {
  readonly weights: Int8Array;
  /** By label. */
  readonly units: readonly number[];
  readonly biases: readonly number[];
  readonly slopes: readonly number[];
  readonly offsets: readonly number[];
}

export const LABELS = MODERATION_LABELS.length;

export const encodeModel = (model: Model): Uint8Array => {
  const bytes = new Uint8Array(HEADER_BYTES + LABELS * LABEL_FLOATS * 4 + model.weights.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, BUCKETS, true);
  view.setUint32(8, LABELS, true);
  for (let label = 0; label < LABELS; label++)
    [model.units, model.biases, model.slopes, model.offsets].forEach((values, i) => {
      view.setFloat32(HEADER_BYTES + (label * LABEL_FLOATS + i) * 4, values[label] ?? 0, true);
    });
  bytes.set(
    new Uint8Array(model.weights.buffer, model.weights.byteOffset, model.weights.length),
    HEADER_BYTES + LABELS * LABEL_FLOATS * 4,
  );
  return bytes;
};

/** Throws a TypeError for whatever is no such file. */
export const decodeModel = (bytes: Uint8Array): Model => {
  const start = HEADER_BYTES + LABELS * LABEL_FLOATS * 4;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (
    bytes.length !== start + BUCKETS * LABELS ||
    view.getUint32(0, true) !== MAGIC ||
    view.getUint32(4, true) !== BUCKETS ||
    view.getUint32(8, true) !== LABELS
  )
    throw new TypeError('no weights of this classifier');
  const column = (i: number): number[] =>
    MODERATION_LABELS.map((_, label) => view.getFloat32(HEADER_BYTES + (label * LABEL_FLOATS + i) * 4, true));
  return {
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + start, BUCKETS * LABELS),
    units: column(0),
    biases: column(1),
    slopes: column(2),
    offsets: column(3),
  };
};
