/** What the governance of one's spaces grants to plugins: the acts `plugin.grant` that count, for members who install them. */
import type { PeerEvent } from '@plexi/operations';
import type { Grants } from '@plexi/plugin-host';
import type { Client } from '../client/client.ts';

export const governedGrants = (
  client: Client,
  subscribe: (listener: (event: PeerEvent) => void) => () => void,
): Grants => ({
  list: () =>
    client
      .spaces()
      .filter((space) => space.small === undefined && space.summary().state === 'ready')
      .flatMap((space) =>
        Object.entries(space.replica.governance()?.state.plugins ?? {}).map(
          ([plugin, { hash, capabilities }]) => ({
            plugin,
            hash,
            capabilities,
            space: space.id,
            by: 'space' as const,
          }),
        ),
      ),
  onChange: (listener) =>
    subscribe((event) => {
      if (event.type === 'space' || event.type === 'spaces') listener();
    }),
});
