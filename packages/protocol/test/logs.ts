/** Logs of real entries, and ways to spoil them, for the tests of entries, chains and frames. */
import fc from 'fast-check';
import {
  type ChannelId,
  type DeviceId,
  type Entry,
  type EntryId,
  type EpochId,
  type Header,
  hlcFromMs,
  idFromBytes,
  isPlexiError,
  type LogRef,
  logIdOf,
  type SpaceId,
  utf8,
  writeEntry,
  ZERO_ID,
} from '../src/index.ts';
import { person, primitives, START_MS } from './founding.ts';

export const anyBytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

export const anyId = <Id extends string>(): fc.Arbitrary<Id> =>
  anyBytes(32).map((bytes) => idFromBytes<Id>(bytes));

export const anyLog: fc.Arbitrary<LogRef> = fc.record({
  channel: anyId<ChannelId>(),
  device: anyId<DeviceId>(),
  generation: fc.integer({ min: 0, max: 0xffff }),
});

/** The code of the error that `act` throws; fails where it throws none, or one without a code. */
export const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (isPlexiError(error)) return error.code;
    throw error;
  }
  return 'nothing was thrown';
};

export const ada = person('ada');
export const eve = person('eve');
export const SPACE = 'a'.repeat(64) as SpaceId;
export const adasLog: LogRef = { channel: 'c'.repeat(64) as ChannelId, device: ada.device, generation: 0 };
export const adasKey = primitives.publicKeyOf(ada.deviceSeed);

type Fields = Omit<Header, 'bodyHash' | 'bodyLength'>;

/** An entry of Ada's log behind `before`, a second later; `changes` make it a wrong one. */
export const entryAfter = (before: Entry | undefined, text: string, changes: Partial<Fields> = {}): Entry => {
  const sequence = (before?.parsed.sequence ?? 0) + 1;
  const fields: Fields = {
    logId: logIdOf(primitives, SPACE, adasLog),
    sequence,
    previous: before?.id ?? (ZERO_ID as EntryId),
    clock: hlcFromMs(START_MS + sequence * 1000),
    epoch: ZERO_ID as EpochId,
    keyCommitment: ZERO_ID,
    governanceHeads: [],
    ...changes,
  };
  return writeEntry(primitives, fields, utf8(text), ada.deviceSeed);
};

/** The first `length` entries of Ada's log. */
export const adasEntries = (length: number): Entry[] => {
  const entries: Entry[] = [];
  for (let i = 0; i < length; i++) entries.push(entryAfter(entries.at(-1), `message ${i + 1}`));
  return entries;
};

/** `entry` with a signature that is not its device's. */
export const unsigned = (entry: Entry): Entry => {
  const signature = entry.signature.slice();
  signature[7] = (signature[7] as number) ^ 1;
  return { ...entry, signature };
};
