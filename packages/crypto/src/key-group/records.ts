/** What a key group asks its caller to keep: small records by key, changed together with the entries that changed them. */

/** A record to write, or with `undefined` to delete. Values are secret: they belong into the encrypted store. */
export interface RecordChange {
  key: string;
  value: Uint8Array | undefined;
}

export interface Records {
  /** Says that the record is to be written anew (or deleted); it is encoded when the change is taken. */
  touch(key: string, encode: () => Uint8Array | undefined): void;
  /** The changes since the last call. */
  take(): RecordChange[];
}

/** Encoding waits until the change is taken: an epoch's state costs milliseconds and may be pruned before. */
export const createRecords = (): Records => {
  const changes = new Map<string, () => Uint8Array | undefined>();
  return {
    touch: (key, encode) => void changes.set(key, encode),
    take: () => {
      const taken = [...changes].map(([key, encode]) => ({ key, value: encode() }));
      changes.clear();
      return taken;
    },
  };
};
