/** The part of a multiaddr that people tell relays apart by: host and port. */
export const shortAddress = (address: string): string => {
  const [, , host, , port] = address.split('/');
  if (host === undefined || host === '') return address;
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
};
