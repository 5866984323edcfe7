/** The recovery phrases of a run's people: always the same ones, because deriving keys from them is slow on purpose. */
import { createPhrase } from '@plexi/crypto';
import { nativePrimitives } from '@plexi/crypto/native';
import { createRandom } from '../machine/random.ts';

export const phraseOf = (person: string): string => {
  const random = createRandom(`phrase of ${person}`);
  return createPhrase({ ...nativePrimitives, randomBytes: (length) => random.bytes(new Uint8Array(length)) });
};
