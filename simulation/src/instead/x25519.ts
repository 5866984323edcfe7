/** In the place of the curve's JavaScript: the same function by libsodium, a tenth of the time. */
import sodium from '../../../packages/crypto/src/native/sodium.mjs';

interface Curve {
  crypto_scalarmult(into: Uint8Array, secret: Uint8Array, point: Uint8Array): void;
  crypto_scalarmult_base(into: Uint8Array, secret: Uint8Array): void;
}

const curve = sodium as unknown as Curve;
const POINT_BYTES = 32;

export const x25519 = {
  getSharedSecret: (secret: Uint8Array, point: Uint8Array): Uint8Array => {
    const shared = new Uint8Array(POINT_BYTES);
    curve.crypto_scalarmult(shared, secret, point);
    return shared;
  },
  getPublicKey: (secret: Uint8Array): Uint8Array => {
    const point = new Uint8Array(POINT_BYTES);
    curve.crypto_scalarmult_base(point, secret);
    return point;
  },
};
