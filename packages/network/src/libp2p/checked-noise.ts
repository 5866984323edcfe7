import { noise } from '@chainsafe/libp2p-noise';
import type { ConnectionEncrypter } from '@libp2p/interface';

/** Stands in the message of a failed dial where another key answered: libp2p passes on nothing else of the error. */
export const MISMATCH = 'plexi: another device answered';

type NoiseComponents = Parameters<ReturnType<typeof noise>>[0];

/** Noise, with the one failure that users must be told apart marked in its message. */
export const checkedNoise =
  () =>
  (components: NoiseComponents): ConnectionEncrypter => {
    const encrypter = noise()(components);
    const secureOutbound = encrypter.secureOutbound.bind(encrypter);
    encrypter.secureOutbound = async (connection, options) => {
      try {
        return await secureOutbound(connection, options);
      } catch (error) {
        if (error instanceof Error && error.name === 'UnexpectedPeerError')
          throw new Error(MISMATCH, { cause: error });
        throw error;
      }
    };
    return encrypter;
  };
