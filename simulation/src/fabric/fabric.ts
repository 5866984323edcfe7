/** The network of a run: who listens where, and the lines between them. */
import type { NetworkOptions } from '@plexi/network';
import type { DeviceId } from '@plexi/protocol';
import { randomOf, virtualNow } from '../machine/machine.ts';
import { type Liar, tamperWith } from './liars.ts';
import type { Air, Line, LineEnd } from './line.ts';
import { createCuts, FAIR } from './weather.ts';

/** One network node while it is up. */
export interface Endpoint {
  end: LineEnd;
  options: NetworkOptions;
  addresses: string[];
  /** By kind and device: the line that is in use. */
  lines: Map<string, Line>;
  confirmed: Set<DeviceId>;
}

export interface Fabric {
  air: Air;
  endpoints: Map<DeviceId, Endpoint>;
  lines: Set<{ line: Line; nodes: [string, string] }>;
  serial: number;
  liars: Liar[];
  /** Relays that went back on their word, or were put back behind it: only of these may there be proofs. */
  faithless: Set<string>;
  accused: Set<string>;
  /** Frames that somebody could do nothing with, and when: virtual milliseconds. */
  failures: { at: number; detail: string }[];
}

const createFabric = (): Fabric => {
  const liars: Liar[] = [];
  const failures: Fabric['failures'] = [];
  const endpoints: Fabric['endpoints'] = new Map();
  const keyOf = (node: string): Uint8Array | undefined =>
    [...endpoints.values()].find(({ end }) => end.node === node)?.options.deviceSecretKey;
  const faithless = new Set<string>();
  return {
    air: {
      weather: { ...FAIR },
      cuts: createCuts(),
      random: randomOf('air'),
      tamper: tamperWith(liars, randomOf('liars'), keyOf, faithless),
      failed: (detail) => void failures.push({ at: virtualNow(), detail }),
    },
    endpoints,
    lines: new Set(),
    serial: 0,
    liars,
    faithless,
    accused: new Set(),
    failures,
  };
};

let current: Fabric | undefined;

export const fabricHere = (): Fabric => (current ??= createFabric());

/** Nothing is connected any more, and the weather is fair. */
export const renewFabric = (): Fabric => {
  current = createFabric();
  return current;
};
