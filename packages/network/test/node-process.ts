/** A node in a process of its own, which tests kill and stop. It echoes what it receives. */
import { createHash } from 'node:crypto';
import { createNetwork } from '../src/index.ts';

const [, , name = 'child', mdns] = process.argv;
const network = await createNetwork({
  deviceSecretKey: new Uint8Array(createHash('sha256').update(name).digest()),
  listen: ['/ip4/127.0.0.1/tcp/0'],
  mdns: mdns === 'mdns',
  protocols: ['/plexi/test/1'],
  admit: () => 'known',
  onChannel: (channel) => channel.onFrame((frame) => void channel.send(frame)),
});
process.send?.({ device: network.device, addresses: network.addresses() });
process.on('disconnect', () => process.exit());
