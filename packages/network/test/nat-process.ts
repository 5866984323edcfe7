/**
 * A device of the story in `nat.test.ts`, in a network namespace of its own: `nat-process.ts relay LISTEN`, or NAME and what it does.
 * Says what happens to it on standard output, a line of JSON each; a frame that comes is sent back once.
 */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { addressThroughRelay, type Channel, createNetwork } from '../src/index.ts';

const [, , name = '', listen = ''] = process.argv;
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
let current: Channel | undefined;

const network = await createNetwork({
  deviceSecretKey: new Uint8Array(createHash('sha256').update(name).digest()),
  listen: [listen],
  mdns: false,
  relayServer: name === 'relay',
  protocols: ['/plexi/test/1'],
  admit: () => 'known',
  log: (event) => say(event),
  onChannel: (channel) => {
    current = channel;
    channel.onFrame((frame) => {
      const text = Buffer.from(frame).toString();
      say({ kind: 'frame', text, over: channel.remoteAddress });
      if (!text.startsWith('echo')) channel.send(Buffer.from(`echo ${text}`));
    });
  },
});
say({ kind: 'ready', device: network.device, addresses: network.addresses() });

createInterface(process.stdin).on('line', (line) => {
  const command = JSON.parse(line) as { do: string; relay: string; device: never; text: string };
  const fail = (error: unknown): void => say({ kind: 'failed', error: String(error) });
  if (command.do === 'reserve') network.reserve(command.relay).catch(fail);
  else if (command.do === 'connect')
    network.connect(command.device, [addressThroughRelay(command.relay, command.device)]).catch(fail);
  else current?.send(Buffer.from(command.text));
});
