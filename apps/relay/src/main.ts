/**
 * The relay's program.
 *
 *   main.ts --listen ADDR [--listen ADDR…] --data DIR [--control] [--linger SECONDS]
 *
 * The first line on standard output is the full multiaddr; everything else is a line of JSON on standard error.
 */

import path from 'node:path';
import { parseArgs } from 'node:util';
import { isPlexiError, toPlexiError } from '@plexi/protocol';
import { serveControl } from './control.ts';
import { type Relay, startRelay } from './relay.ts';

const log = (event: string, fields: Record<string, unknown>): void => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
};

const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      listen: { type: 'string', multiple: true },
      data: { type: 'string' },
      control: { type: 'boolean', default: false },
      linger: { type: 'string', default: '5' },
    },
  });
  if (values.listen === undefined || values.data === undefined)
    throw new TypeError('--listen and --data are needed');
  return { ...values, listen: values.listen, data: path.resolve(values.data), linger: Number(values.linger) };
};

const run = async (): Promise<void> => {
  const options = readOptions();
  const relay: Relay = await startRelay({ folder: options.data, listen: options.listen, log });
  const [address = ''] = relay.addresses();
  const port = /\/tcp\/(\d+)/.exec(address)?.[1] ?? '0';
  let lingering: NodeJS.Timeout | undefined;
  let closeControl: (() => Promise<void>) | undefined;
  let stopping = false;

  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    const close = async (): Promise<void> => {
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
      // The port stays: links and spaces name it.
      share: (network) => relay.listen([`/ip4/${network ? EVERYWHERE : LOOPBACK}/tcp/${port}`]),
      stop,
      busy: () => clearTimeout(lingering),
      idle: () => {
        lingering = setTimeout(stop, options.linger * 1000);
      },
    });
  }
  process.stdout.write(`${address}\n`);
};

run().catch((error: unknown) => {
  if (error instanceof TypeError && !isPlexiError(error)) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const { code, message, next } = toPlexiError(error);
  process.stderr.write(`${code}: ${message}\n${next}\n`);
  if (code === 'INTERNAL') process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
