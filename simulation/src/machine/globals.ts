/**
 * Puts the machine in the place of time and chance: timers, clocks, random bytes, WebCrypto's thread pool. To be loaded before
 * any of the product's modules, which then find nothing else.
 */
import nodeCrypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Appointment } from './agenda.ts';
import { after, fromOutside, randomHere, virtualNow, wallNow } from './machine.ts';
import { RealDate } from './real.ts';

interface VirtualTimer {
  appointment: Appointment;
  cancel(): void;
  ref(): VirtualTimer;
  unref(): VirtualTimer;
  hasRef(): boolean;
  refresh(): VirtualTimer;
  [Symbol.dispose](): void;
}

/** The shortest time after which Node calls back. */
const SHORTEST_MS = 1;

const startTimer = (act: () => void, ms: number, repeats: boolean): VirtualTimer => {
  const begin = (): Appointment =>
    after(ms, () => {
      if (repeats) timer.appointment = begin();
      act();
    });
  const timer: VirtualTimer = {
    appointment: begin(),
    cancel: () => {
      timer.appointment.run = undefined;
    },
    ref: () => timer,
    unref: () => timer,
    hasRef: () => true,
    refresh: () => {
      timer.cancel();
      timer.appointment = begin();
      return timer;
    },
    [Symbol.dispose]: () => timer.cancel(),
  };
  return timer;
};

const timeOf = (ms: unknown): number => {
  const given = Number(ms);
  return given >= SHORTEST_MS ? given : SHORTEST_MS;
};

type Callback = (...args: unknown[]) => void;
const cancel = (timer: unknown): void => {
  if (typeof timer === 'object' && timer !== null && 'cancel' in timer) (timer as VirtualTimer).cancel();
};

const timers = {
  setTimeout: (act: Callback, ms?: number, ...args: unknown[]) =>
    startTimer(() => act(...args), timeOf(ms), false),
  setInterval: (act: Callback, ms?: number, ...args: unknown[]) =>
    startTimer(() => act(...args), timeOf(ms), true),
  setImmediate: (act: Callback, ...args: unknown[]) => startTimer(() => act(...args), 0, false),
  clearTimeout: cancel,
  clearInterval: cancel,
  clearImmediate: cancel,
};

const VirtualDate = new Proxy(RealDate, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [wallNow()] : args, newTarget) as object,
  apply: () => new RealDate(wallNow()).toString(),
  get: (target, name) => (name === 'now' ? wallNow : (Reflect.get(target, name) as unknown)),
});

const fill = <Bytes extends ArrayBufferView | null>(bytes: Bytes): Bytes => {
  if (bytes !== null) randomHere().bytes(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return bytes;
};

const virtualTimeout = (ms: number): AbortSignal => {
  const stopper = new AbortController();
  after(ms, () => stopper.abort(new DOMException('The operation timed out.', 'TimeoutError')));
  return stopper.signal;
};

/** PKCS#8 of an X25519 key is this and the key's 32 bytes (RFC 8410). */
const X25519_PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const X25519_BYTES = 32;

/** WebCrypto would draw the key from the system's randomness; `undefined` for keys that are not drawn by anybody here. */
const drawnKeyPair = async (algorithm: unknown, usages: KeyUsage[]): Promise<CryptoKeyPair | undefined> => {
  const name =
    typeof algorithm === 'object' && algorithm !== null && 'name' in algorithm ? algorithm.name : algorithm;
  if (name !== 'X25519') return undefined;
  const secret = Buffer.concat([X25519_PKCS8, fill(new Uint8Array(X25519_BYTES))]);
  const key = nodeCrypto.createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
  const spki = nodeCrypto.createPublicKey(key).export({ format: 'der', type: 'spki' });
  const raw = new Uint8Array(spki.subarray(spki.length - X25519_BYTES));
  const { subtle } = globalThis.crypto;
  const [privateKey, publicKey] = [
    await subtle.importKey('pkcs8', new Uint8Array(secret), { name: 'X25519' }, true, usages),
    await subtle.importKey('raw', raw, { name: 'X25519' }, true, []),
  ];
  return { privateKey, publicKey };
};

/** Every call of WebCrypto answers in the order of asking. */
const serveSubtle = (): void => {
  const real = globalThis.crypto.subtle;
  const prototype = Object.getPrototypeOf(real) as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const method = Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown;
    if (typeof method !== 'function' || name === 'constructor') continue;
    const call = method as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(real, name, {
      configurable: true,
      value: (...args: unknown[]) => fromOutside(Promise.resolve(call.apply(real, args))),
    });
  }
  const generate = real.generateKey.bind(real);
  Object.defineProperty(real, 'generateKey', {
    configurable: true,
    value: async (algorithm: never, extractable: boolean, usages: KeyUsage[]) =>
      (await drawnKeyPair(algorithm, usages)) ?? generate(algorithm, extractable, usages),
  });
};

/** Takes the process over. There is no way back: a run has a process of its own, or shares it with other runs. */
export const installMachine = (): void => {
  Object.assign(globalThis, timers, { Date: VirtualDate });
  Math.random = () => randomHere().unit();
  performance.now = virtualNow;
  AbortSignal.timeout = virtualTimeout;
  Object.defineProperty(globalThis.crypto, 'getRandomValues', { configurable: true, value: fill });
  serveSubtle();
  Object.assign(nodeCrypto, {
    randomBytes: (size: number) => Buffer.from(fill(new Uint8Array(size))),
  });
  syncBuiltinESMExports();
};
