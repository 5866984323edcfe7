/** A list of ids as a stored value: 32 bytes each. */
import { concatBytes, ID_BYTES, idFromBytes, idToBytes } from '@plexi/protocol';

export const encodeIdList = (ids: readonly string[]): Uint8Array =>
  concatBytes(...ids.map((id) => idToBytes(id)));

export const decodeIdList = <Id extends string>(bytes: Uint8Array): Id[] =>
  Array.from({ length: Math.floor(bytes.length / ID_BYTES) }, (_, i) =>
    idFromBytes<Id>(bytes.subarray(i * ID_BYTES, (i + 1) * ID_BYTES)),
  );
