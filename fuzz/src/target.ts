/** What is fuzzed: one way in for bytes from outside. */
import { isPlexiError } from '../../packages/protocol/src/errors.ts';

export interface Target {
  /** The functions that it goes through, by name. `test/targets.test.ts` finds decoders that are in none. */
  readonly reads: Readonly<Record<string, unknown>>;
  /** Reads the bytes and checks what came of it. */
  run(bytes: Uint8Array): unknown;
  /** Inputs to begin with. */
  readonly seeds: () => readonly Uint8Array[];
  /** Why what it costs is not held to the bounds of `measure.ts`. */
  readonly unmeasured?: string | undefined;
  /** What 64 KiB may cost where that is more than `measure.ts` says. */
  readonly most?: { readonly ms: number; readonly bytes: number } | undefined;
  /** Errors of the error table are what a decoder may throw; anything else is a finding. */
  mayThrow(error: unknown): boolean;
}

interface TargetFields extends Pick<Target, 'reads' | 'run'> {
  seeds?: Target['seeds'];
  mayThrow?: Target['mayThrow'];
  unmeasured?: Target['unmeasured'];
  most?: Target['most'];
}

export const target = ({ reads, run, seeds, mayThrow, unmeasured, most }: TargetFields): Target => ({
  reads,
  run,
  seeds: seeds ?? (() => []),
  mayThrow: mayThrow ?? isPlexiError,
  unmeasured,
  most,
});

const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

/** Bytes with one reading have one spelling: what was read is written as it came. */
export const spelledOnce =
  <Value>(read: (bytes: Uint8Array) => Value, write: (value: Value) => Uint8Array) =>
  (bytes: Uint8Array): void => {
    if (!same(write(read(bytes)), bytes)) throw new Error('what was read is not written as it came');
  };

/** What was read can be written, and reads as the same again. */
export const readsAgain =
  <Value>(read: (bytes: Uint8Array) => Value, write: (value: Value) => Uint8Array) =>
  (bytes: Uint8Array): void => {
    const first = read(bytes);
    const written = write(first);
    if (!same(write(read(written)), written)) throw new Error('what was written reads as something else');
  };

const decoder = new TextDecoder();

/** A reader of text, fed with bytes. */
export const ofText =
  <Value>(read: (text: string) => Value) =>
  (bytes: Uint8Array): Value =>
    read(decoder.decode(bytes));

/** A reader of what JSON holds; what is no JSON never reaches it. */
export const ofJson =
  <Value>(read: (value: unknown) => Value) =>
  (bytes: Uint8Array): Value | undefined => {
    let value: unknown;
    try {
      value = JSON.parse(decoder.decode(bytes));
    } catch {
      return undefined;
    }
    return read(value);
  };

const encoder = new TextEncoder();

/** Inputs that are text. */
export const texts =
  (...lines: readonly string[]) =>
  (): Uint8Array[] =>
    lines.map((line) => encoder.encode(line));
