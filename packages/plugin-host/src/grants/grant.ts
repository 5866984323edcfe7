/** What was granted to plugins, by whom and where. */

export interface Grant {
  plugin: string;
  /** Of the package, hexadecimal: another package of the same name has nothing of it. */
  hash: string;
  capabilities: readonly string[];
  /** The space that it is good for, its private channels included; undefined where it is good everywhere. */
  space: string | undefined;
  /** Granted by the person for this profile, or by the governance of that space. */
  by: 'person' | 'space';
}

/** The seam to what grants: the person's own grants, and, beside them, those that spaces' governance gives. */
export interface Grants {
  list(): readonly Grant[];
  /** Tells of any change; gives back how to stop. */
  onChange(listener: () => void): () => void;
}

/** Several as one. */
export const joinGrants = (...sources: readonly Grants[]): Grants => ({
  list: () => sources.flatMap((source) => source.list()),
  onChange: (listener) => {
    const stops = sources.map((source) => source.onChange(listener));
    return () => {
      for (const stop of stops) stop();
    };
  },
});
