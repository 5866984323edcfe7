/**
 * What `protocol`, `crypto`, `operations` and the desktop's `shared` folder may take from their surroundings: the few
 * globals that Node and every browser have alike. Clock and I/O are missing on purpose: they come in as arguments.
 * https://encoding.spec.whatwg.org, https://w3c.github.io/webcrypto, https://dom.spec.whatwg.org#interface-abortsignal
 */

interface TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: { new (): TextEncoder };

interface TextDecoder {
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare const TextDecoder: {
  new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
};

interface Crypto {
  getRandomValues<T extends ArrayBufferView>(array: T): T;
}
declare const crypto: Crypto;

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare const AbortController: { new (): AbortController };
