/** The daemon as a relay. The first line on standard output is its full multiaddr. */

import path from 'node:path';
import { parseArgs } from 'node:util';
import { toPlexiError } from '@plexi/protocol';
import { serveControl } from './control.ts';
import { log } from './log.ts';
import { type Relay, type RelayOptions, startRelay } from './relay.ts';

const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

const readOptions = (args: string[]) => {
  const { values } = parseArgs({
    args,
    options: {
      listen: { type: 'string', multiple: true },
      announce: { type: 'string', multiple: true },
      data: { type: 'string' },
      control: { type: 'boolean', default: false },
      linger: { type: 'string', default: '5' },
    },
  });
  if (values.listen === undefined || values.data === undefined)
    throw new TypeError('--listen and --data are needed');
  return { ...values, listen: values.listen, data: path.resolve(values.data), linger: Number(values.linger) };
};

/** A disk that damages what is written is not mended by writing more. */
const MOST_REPAIRS = 3;

/** Starts a relay; what was damaged so that it cannot start is repaired by the second try. */
const startWhole = async (options: RelayOptions): Promise<Relay> => {
  const start = (): Promise<Relay> => startRelay(options);
  return start().catch((error: unknown) => {
    if (toPlexiError(error).code !== 'STORE_CORRUPT') throw error;
    return start();
  });
};

/** Runs until it is stopped. Throws TypeErrors for wrong usage, and what `startRelay` throws. */
export const runRelay = async (args: string[]): Promise<void> => {
  const options = readOptions(args);
  let started = false;
  let stopping = false;
  let repairs = 0;
  let restarting = Promise.resolve();
  /** Has what was damaged be repaired: as it starts again. */
  const again = (): void => {
    if (!started || stopping || ++repairs > MOST_REPAIRS) return;
    restarting = restarting.then(restart).catch((error: unknown) => {
      log('problem', { code: toPlexiError(error).code, detail: 'repairing' });
      process.exit(1);
    });
  };
  const how = { folder: options.data, announce: options.announce, log, damaged: again };
  let relay: Relay = await startWhole({ ...how, listen: options.listen });
  started = true;
  const [address = ''] = relay.addresses();
  const port = /\/tcp\/(\d+)/.exec(address)?.[1] ?? '0';
  // The port stays: links and spaces name it.
  const share = (network: boolean): string[] => [`/ip4/${network ? EVERYWHERE : LOOPBACK}/tcp/${port}`];
  const restart = async (): Promise<void> => {
    const [first = '', ...others] = options.listen;
    const listen = options.control
      ? share(!relay.localOnly())
      : [first.replace('/tcp/0', `/tcp/${port}`), ...others];
    await relay.close();
    relay = await startWhole({ ...how, listen });
  };
  let lingering: NodeJS.Timeout | undefined;
  let closeControl: (() => Promise<void>) | undefined;

  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    const close = async (): Promise<void> => {
      await restarting;
      await closeControl?.();
      await relay.close();
      log('stopped', {});
    };
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log('stop-failed', { error: String(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  if (options.control) {
    closeControl = await serveControl({
      folder: options.data,
      status: () => ({
        address: relay.addresses()[0],
        addresses: relay.addresses(),
        localOnly: relay.localOnly(),
        spaces: relay.spaces(),
      }),
      share: (network) => relay.listen(share(network)),
      stop,
      busy: () => clearTimeout(lingering),
      idle: () => {
        lingering = setTimeout(stop, options.linger * 1000);
      },
    });
  }
  process.stdout.write(`${address}\n`);
};
