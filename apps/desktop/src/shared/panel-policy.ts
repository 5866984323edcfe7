/** [P1] What a plugin's panel may load and do: its own files, and nothing that reaches anybody. */

/** Below it lie the files of panels, in the browser and on Electron's own scheme for them. */
export const PANEL_PATH = '/panel/';
export const PANEL_SCHEME = 'plexi-panel';
export const WINDOW_PANELS = `${PANEL_SCHEME}://plexi${PANEL_PATH}`;

/** `folder` is the panel's own, with the slash that ends it; `frame` the interface's origin, the only page that may show it. */
const panelPolicy = (folder: string, frame: string): string =>
  [
    // An origin of its own, also where somebody opens it as a page: no storage, no cookies, no parent to read.
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src ${folder}`,
    `style-src ${folder}`,
    `img-src ${folder} data:`,
    `font-src ${folder}`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frame}`,
  ].join('; ');

/** Headers of every file of a panel. */
export const panelHeaders = (folder: string, frame: string): Record<string, string> => ({
  'content-security-policy': panelPolicy(folder, frame),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-dns-prefetch-control': 'off',
  // Where a browser knows it, this closes what the policy leaves open: WebRTC, and connections made in advance.
  'connection-allowlist': '(response-origin)',
  // The frame's origin is its own, so that to it everything is from elsewhere; who has no token asks in vain.
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
  'permissions-policy':
    'camera=(), clipboard-read=(), clipboard-write=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
});
