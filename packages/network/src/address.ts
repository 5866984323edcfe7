import type { DeviceId } from '@plexi/protocol';
import { fromHex, toHex } from '@plexi/protocol';

/** Bitcoin's base58 alphabet, in which libp2p spells peer ids. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Identity multihash of a protobuf Ed25519 public key: what precedes the 32 key bytes in such a peer id (libp2p peer-ids spec). */
const ED25519_PREFIX = '002408011220';

/** The libp2p PeerId text (`12D3Koo…`) of a device. */
export const peerIdOf = (device: DeviceId): string => {
  let value = BigInt(`0x${ED25519_PREFIX}${device}`);
  let text = '';
  while (value > 0n) {
    text = ALPHABET.charAt(Number(value % 58n)) + text;
    value /= 58n;
  }
  // The prefix begins with one zero byte, and base58 spells each leading zero byte as a 1.
  return `1${text}`;
};

/** The device whose PeerId is `peerId`, or undefined where it isn't the base58 text of an Ed25519 one. */
export const deviceOfPeerId = (peerId: string): DeviceId | undefined => {
  if (peerId.length !== 52 || !peerId.startsWith('1')) return undefined;
  let value = 0n;
  for (const letter of peerId) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16).padStart(ED25519_PREFIX.length + 64, '0');
  if (hex.length !== ED25519_PREFIX.length + 64 || !hex.startsWith(ED25519_PREFIX)) return undefined;
  const bytes = fromHex(hex.slice(ED25519_PREFIX.length));
  const device = bytes === undefined ? undefined : (toHex(bytes) as DeviceId);
  return device !== undefined && peerIdOf(device) === peerId ? device : undefined;
};

/** The device that an address names last (`…/p2p/12D3Koo…`), or undefined where it names none. */
export const deviceInAddress = (address: string): DeviceId | undefined => {
  const parts = address.split('/');
  const at = parts.lastIndexOf('p2p');
  return at < 0 ? undefined : deviceOfPeerId(parts[at + 1] ?? '');
};

/** Whether an address goes through a circuit relay. */
export const isRelayed = (address: string): boolean => address.includes('/p2p-circuit');

/** The address of a device that keeps a reservation at a relay with this address. */
export const addressThroughRelay = (relayAddress: string, device: DeviceId): string =>
  `${relayAddress}/p2p-circuit/p2p/${peerIdOf(device)}`;

/** Whether only this machine can use the address. */
export const isLoopback = (address: string): boolean =>
  /^\/(ip4\/127\.|ip6\/::1\/|ip6\/0:0:0:0:0:0:0:1\/|dns[46]?\/localhost\/)/.test(address);

/** RFC 1918, RFC 3927, RFC 4193 and RFC 4291: addresses within one network. */
const WITHIN_NETWORK =
  /^\/(ip4\/(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)|ip6\/(f[cd]|fe[89ab])[0-9a-f]{2}:)/;

/** Whether an address means something within one network only. */
export const isPrivate = (address: string): boolean => WITHIN_NETWORK.test(address);

/** From afar, from this network, from this machine. */
const nearness = (address: string): number => {
  if (isLoopback(address)) return 2;
  return isPrivate(address) ? 1 : 0;
};

/**
 * Where a device can be reached, from farthest away first: what it listens on and what it was told to announce instead, each ending in its peer id. What libp2p
 * itself tells leaves public addresses out until four others have dialled them (AutoNAT), which on a server is never.
 */
export const addressesOf = (
  listening: readonly string[],
  self: DeviceId,
  announced: readonly string[] | undefined,
): string[] => {
  const direct = [...(announced ?? listening.filter((address) => !isRelayed(address)))];
  const relayed = listening.filter(isRelayed);
  direct.sort((a, b) => nearness(a) - nearness(b));
  return [...new Set([...direct, ...relayed])].map((address) =>
    address.endsWith(`/p2p/${peerIdOf(self)}`) ? address : `${address}/p2p/${peerIdOf(self)}`,
  );
};
