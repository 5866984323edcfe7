/**
 * [P1] The files of open panels: fetched from the peer when a panel is opened, and given to whoever has the token in the address,
 * which only the interface is told. A frame has nothing else of this server's.
 */
import { randomBytes } from 'node:crypto';
import { createOperationClient, type MessageConnection } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import { APP_ORIGIN } from '../shared/bridge.ts';
import { panelHeaders, WINDOW_PANELS } from '../shared/panel-policy.ts';

interface PanelPage {
  type: string;
  content: Buffer<ArrayBuffer>;
}

export interface Panels {
  /** Fetches a panel; gives the address of its first page. Throws NOT_FOUND, PLUGIN_NOT_GRANTED. */
  open: (plugin: string) => Promise<string>;
  /** A file by its path below `/panel/`: `TOKEN/NAME`. */
  find: (path: string) => PanelPage | undefined;
}

/** `connect` makes a connection to the peer; `below` is where the addresses of panels begin. */
export const createPanels = (connect: () => MessageConnection, below: string): Panels => {
  const panels = new Map<string, Map<string, PanelPage>>();
  return {
    open: async (plugin) => {
      const client = createOperationClient(connect());
      try {
        const files = await client.call('plugin.panel', { plugin });
        const token = randomBytes(32).toString('base64url');
        panels.set(
          token,
          new Map(
            files.map(({ path, type, data }) => [path, { type, content: Buffer.from(data, 'base64') }]),
          ),
        );
        for (const old of panels.keys()) if (panels.size > LIMITS.pluginPanels) panels.delete(old);
        return `${below}${token}/index.html`;
      } finally {
        client.close();
      }
    },
    find: (path) => {
      const slash = path.indexOf('/');
      return panels.get(path.slice(0, Math.max(0, slash)))?.get(path.slice(slash + 1));
    },
  };
};

/** Answers a request on the scheme that Electron has for panels. */
export const answerPanel = (panels: Pick<Panels, 'find'>, address: string): Response => {
  const path = address.startsWith(WINDOW_PANELS) ? address.slice(WINDOW_PANELS.length) : '';
  const file = panels.find(path);
  const headers = panelHeaders(`${WINDOW_PANELS}${path.slice(0, path.indexOf('/') + 1)}`, APP_ORIGIN);
  return file === undefined
    ? new Response(null, { status: 404, headers })
    : new Response(file.content, { headers: { ...headers, 'content-type': file.type } });
};
